import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, vi } from "vitest";
import type { Context } from "../../../cli/context.ts";
import { Output } from "../../../cli/output.ts";
import type { Session } from "../../../cli/stack/session.ts";
import { runUpdate } from "../../../cli/stack/update.ts";
import { detachFile } from "../../../components/training-job/detach-file.ts";
import { fakePulumi } from "../../support/fake-pulumi.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

function bed(script = "") {
  const home = temporaryFolder("run-update");
  const pulumi = fakePulumi(script.replaceAll("HOME", home));
  const interrupt = new AbortController();
  const sink = { write: () => true };
  const out = new Output({ stdout: sink, stderr: sink, env: {} });
  const context = { root, home, out, env: {}, interrupted: interrupt.signal } as unknown as Context;
  const toolchain = { env: { PATH: pulumi.path, PULUMI_BACKEND_URL: `file://${home}/state` }, parts: [] };
  const session = { stack: "dev", toolchain, configFile: join(home, "config.yaml") } as unknown as Session;
  return { home, pulumi, interrupt, update: () => runUpdate(context, session, ["up", "--yes"]) };
}

it("leaves at ^C the runs of its own stack to themselves, and those of no other", async () => {
  const { home, pulumi, interrupt, update } = bed(
    "until [ -s HOME/control/detach-dev ] || [ -s HOME/control/detach ]; do sleep 0.02; done; ls HOME/control >HOME/seen",
  );
  const other = detachFile(home, "prod");
  mkdirSync(dirname(other), { recursive: true });
  writeFileSync(other, "{}");
  const updated = update();
  await vi.waitFor(() => expect(pulumi.calls()).toHaveLength(1), { timeout: 10_000 });
  interrupt.abort();
  expect((await updated).exitCode).toBe(0);
  expect(readFileSync(join(home, "seen"), "utf8")).toBe("detach-dev\ndetach-prod\n");
  expect(readdirSync(join(home, "control"))).toEqual(["detach-prod"]);
});
