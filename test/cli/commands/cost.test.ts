import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fakePulumi } from "../../support/fake-pulumi.ts";
import { writeRun } from "../../support/run-folder.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { startYard } from "../../support/yard-process.ts";

it("says of which runs the money is left out of its sums", async () => {
  const home = temporaryFolder("cost");
  writeRun(home, { status: "failed", spentUsd: 0.25 });
  const torn = writeRun(home, { attempt: 2 });
  writeFileSync(join(torn, "status.json"), "");
  const env = { TRAINYARD_HOME: home, XDG_CACHE_HOME: join(home, "cache"), PATH: fakePulumi().path };
  const { code, stdout, stderr } = await startYard(["cost", "--json", "-s", "dev"], env).done;
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ runs: [{ spentUsd: 0.25 }], unreadable: [{ folder: torn }] });
  expect(stderr).toContain(`${torn} cannot be read`);
});
