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
async function logs(
  home: string,
  write: (text: string) => void,
  { args = ["j"], warn = () => undefined }: { args?: readonly string[]; warn?: (text: string) => void } = {},
): Promise<void> {
  const out = new Output({ stdout: { write }, stderr: { write: warn }, env: {} });
  const options = () => ({ stack: "dev", json: false, yes: false });
  const program = new Command().exitOverride();
  register(program, { home, out, options, interrupted: new AbortController().signal } as unknown as Context);
  await program.parseAsync(["logs", ...args], { from: "user" });
}

it("shows a log in pieces, for it may be longer than a text can be", async () => {
  const home = temporaryFolder("logs");
  const file = join(writeRun(home, { status: "failed" }), "container.log");
  writeFileSync(file, "");
  truncateSync(file, 5 << 20);
  appendFileSync(file, "the last line\n");
  const pieces: string[] = [];
  await logs(home, (text) => void pieces.push(text));
  const lengths = pieces.map(({ length }) => length);
  expect(lengths.reduce((sum, length) => sum + length)).toBe((5 << 20) + 14);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(1 << 20);
  expect(pieces.join("").endsWith("the last line\n")).toBe(true);
});

it("shows a last line that was not finished, and characters as they are", async () => {
  const home = temporaryFolder("logs");
  const text = `${"ខ្មែរ".repeat(200_000)}\n\n  indented\nkilled here`;
  writeFileSync(join(writeRun(home, { status: "failed" }), "container.log"), text);
  let shown = "";
  await logs(home, (piece) => void (shown += piece));
  expect(shown === `${text}\n`).toBe(true);
});

it("says where the pod's own copy is of a log whose stream missed a part", async () => {
  const home = temporaryFolder("logs");
  const folder = writeRun(home, { status: "succeeded" });
  for (const name of ["container.log", "container.pod.log"]) writeFileSync(join(folder, name), "a line\n");
  let said = "";
  await logs(home, () => undefined, { warn: (text) => void (said += text) });
  expect(said).toContain(`the pod's own copy: ${join(folder, "container.pod.log")}`);
});

it("names a run folder that cannot be read where it knows no run of the job", async () => {
  const home = temporaryFolder("logs");
  const folder = writeRun(home);
  writeFileSync(join(folder, "status.json"), "");
  await expect(logs(home, () => undefined)).rejects.toThrow(`${folder} cannot be read`);
});

it("follows no run whose log nobody reads any more", async () => {
  const home = temporaryFolder("logs");
  const file = join(writeRun(home), "container.log");
  writeFileSync(file, "one\n");
  const { child, done } = startYard(["logs", "j", "--follow"], { TRAINYARD_HOME: home });
  onTestFinished(() => void child.kill("SIGKILL"));
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  child.stdout?.destroy();
  const writing = setInterval(() => appendFileSync(file, "more\n"), 50);
  onTestFinished(() => clearInterval(writing));
  expect((await done).code).toBe(0);
});
