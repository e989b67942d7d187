import { join } from "node:path";
import { run } from "../../local/process/run.ts";
import type { Step, StepRun } from "./step.ts";

/** A tool that passes or fails as a whole: one check. */
export function toolStep(name: string, packageBin: string, args: readonly string[]): Step {
  return {
    name,
    parts: "whole",
    run: async ({ root, env, show }: StepRun) => {
      const program = join(root, "node_modules", ...packageBin.split("/"));
      const result = await run(process.execPath, [program, ...args], { cwd: root, env });
      const ok = result.exitCode === 0;
      if (!ok) for (const line of `${result.stdout}\n${result.stderr}`.trim().split("\n")) show(line);
      return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: [] };
    },
  };
}

/** Types, those of the data API's page by its own settings, lint and format of the whole repository. */
export const toolSteps: readonly Step[] = [
  toolStep("types (tsc)", "typescript/bin/tsc", ["--noEmit"]),
  toolStep("types of the page (tsc)", "typescript/bin/tsc", ["--noEmit", "-p", "services/data-api/page"]),
  toolStep("lint (eslint)", "eslint/bin/eslint.js", ["."]),
  toolStep("format (prettier)", "prettier/bin/prettier.cjs", ["--check", "--log-level=warn", "."]),
];
