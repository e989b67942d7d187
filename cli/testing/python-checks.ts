import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { ensurePythonProgram } from "../../local/host/python-program.ts";
import { run } from "../../local/process/run.ts";
import { locate } from "../context.ts";
import { type Step, tallyOne } from "./step.ts";

/** The trainer, the corpus and their tests; the supervisor of pods is written for any Python that an image may have. */
const folders = ["training", "test/training", "test/services"];

/** ruff and mypy of tools/python-checks, with the settings of training/pyproject.toml. */
function pythonStep(name: string, file: "ruff" | "mypy", args: (cache: string) => readonly string[]): Step {
  return {
    name,
    parts: "whole",
    run: async ({ root, env, show }) => {
      const { cache } = locate(root, env);
      const lock = join(root, "tools", "python-checks", "requirements.lock");
      const program = await ensurePythonProgram({ name: "python-checks", file, lock }, cache, env);
      const kept = join(cache, "python", `${file}-cache`);
      await mkdir(kept, { recursive: true });
      const { exitCode, stdout, stderr } = await run(program, args(kept), { cwd: root, env });
      const ok = exitCode === 0;
      if (!ok) for (const line of `${stdout}\n${stderr}`.trim().split("\n")) show(line);
      return tallyOne(ok);
    },
  };
}

const settings = "training/pyproject.toml";

/** Lint and format, and the types of the trainer's package. */
export const pythonSteps: readonly Step[] = [
  pythonStep("Python lint (ruff)", "ruff", (cache) => [
    ...["check", "--quiet", "--output-format=concise", "--config", settings, "--cache-dir", cache, ...folders],
  ]),
  pythonStep("Python format (ruff)", "ruff", (cache) => [
    ...["format", "--check", "--quiet", "--config", settings, "--cache-dir", cache, ...folders],
  ]),
  pythonStep("Python types (mypy)", "mypy", (cache) => [
    ...["--config-file", settings, "--cache-dir", cache, "training/trainyard_training", "test/training"],
  ]),
];
