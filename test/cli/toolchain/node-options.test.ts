import { cp, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { nodeOptions } from "../../../cli/toolchain/node-options.ts";
import { run } from "../../../local/process/run.ts";

const rule = join("policies", "rule");
const root = join(import.meta.dirname, "..", "..", "..");

it("are understood by Node.js whatever the project's folder is called, and keep what the user says", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'a "quoted" \\ name '));
  try {
    await mkdir(join(folder, rule), { recursive: true });
    await cp(join(root, rule, "lean-runner.cjs"), join(folder, rule, "lean-runner.cjs"));
    const env = { ...process.env, NODE_OPTIONS: nodeOptions(folder, "--title=kept") };
    const script = "console.log(JSON.stringify([process.title, ...Object.keys(require.cache)]))";
    const { exitCode, stdout } = await run(process.execPath, ["--eval", script], { env });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual(["kept", join(await realpath(folder), rule, "lean-runner.cjs")]);
    await rm(join(folder, rule, "lean-runner.cjs"));
    expect((await run(process.execPath, ["--eval", script], { env })).exitCode).not.toBe(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});
