import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ensurePythonProgram } from "../../../local/host/python-program.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "python-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** As much of Python as makes an environment, and takes a moment for it. */
const PYTHON = `#!/bin/sh
case "$2" in
venv) echo venv >> "$CALLS"; rm -rf "$4"; mkdir -p "$4/bin"; cp "$0" "$4/bin/python3" ;;
pip) sleep 0.2; touch "\${0%/*}/tool" ;;
esac
`;

it("makes an environment once, for two who want it at the same time", async () => {
  const [bin, lock, calls] = [join(folder, "bin"), join(folder, "requirements.txt"), join(folder, "calls")];
  await mkdir(bin);
  await writeFile(join(bin, "python3"), PYTHON);
  await chmod(join(bin, "python3"), 0o755);
  await writeFile(lock, "tool==1\n");
  const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}`, CALLS: calls };
  const ask = () => ensurePythonProgram({ name: "tool", lock }, join(folder, "cache"), env);
  const [one, other] = await Promise.all([ask(), ask()]);
  expect(other).toBe(one);
  expect(await readFile(one, "utf8")).toBe("");
  expect(await readFile(calls, "utf8")).toBe("venv\n");
});
