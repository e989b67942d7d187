import { appendFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { expect, it, onTestFinished } from "vitest";
import { register } from "../../../cli/commands/logs.ts";
import type { Context } from "../../../cli/context.ts";
import { Output } from "../../../cli/output.ts";
import { writeRun } from "../../support/run-folder.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { startYard } from "../../support/yard-process.ts";

/** `./yard logs` in this process; what it shows goes to `write`. */
async function logs(home: string, write: (text: string) => void, args: readonly string[] = ["j"]): Promise<void> {
  const out = new Output({ stdout: { write }, stderr: { write: () => true }, env: {} });
  const options = () => ({ stack: "dev", json: false, yes: false });
  const program = new Command().exitOverride();
  register(program, { home, out, options, interrupted: new AbortController().signal } as unknown as Context);
  await program.parseAsync(["logs", ...args], { from: "user" });
}

it("names a run folder that cannot be read where it knows no run of the job", async () => {
  const home = temporaryFolder("logs");
  const folder = writeRun(home);
  writeFileSync(join(folder, "status.json"), "");
  await expect(logs(home, () => undefined)).rejects.toThrow(`${folder} cannot be read`);
});
