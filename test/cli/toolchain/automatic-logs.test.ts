import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { refuseAutomaticLogs } from "../../../cli/toolchain/automatic-logs.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("puts a file where the CLI would make its folder, which says how to have the logs back", async () => {
  const home = join(temporaryFolder("ty-logs"), "pulumi");
  await refuseAutomaticLogs(home, {});
  await refuseAutomaticLogs(home, {});
  expect(readFileSync(join(home, "logs"), "utf8")).toContain("TRAINYARD_PULUMI_LOGS=1");
});

it("takes away what an earlier version has let the CLI write", async () => {
  const home = temporaryFolder("ty-logs");
  mkdirSync(join(home, "logs"));
  writeFileSync(join(home, "logs", "organization+trainyard+dev-20261126T213657.log"), "…");
  await refuseAutomaticLogs(home, {});
  expect(statSync(join(home, "logs")).isFile()).toBe(true);
});

it("lets the CLI write where that is asked for, and keeps what is there", async () => {
  const home = temporaryFolder("ty-logs");
  await refuseAutomaticLogs(home, {});
  await refuseAutomaticLogs(home, { TRAINYARD_PULUMI_LOGS: "1" });
  mkdirSync(join(home, "logs")); // as the CLI does
  writeFileSync(join(home, "logs", "one.log"), "…");
  await refuseAutomaticLogs(home, { TRAINYARD_PULUMI_LOGS: "1" });
  expect(readFileSync(join(home, "logs", "one.log"), "utf8")).toBe("…");
});
