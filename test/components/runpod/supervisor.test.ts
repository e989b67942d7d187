import { execFile, execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("./supervisor/", import.meta.url));
const python = process.env["TRAINYARD_TEST_PYTHON"] ?? "python3";
const modules = readdirSync(folder)
  .filter((name) => /^test_\w+\.py$/.test(name))
  .map((name) => name.slice(0, -".py".length));

function linesOf<Line>(text: string): Line[] {
  return text.split("\n").flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Line] : []));
}

function listed(module: string): { id: string; title: string }[] {
  return linesOf(execFileSync(python, [`${folder}report.py`, module, "--list"], { encoding: "utf8" }));
}

/** Runs a module's tests once; each `it` then reads its own line. */
async function outcomes(module: string): Promise<Map<string, string | null>> {
  const { stdout } = await promisify(execFile)(python, [`${folder}report.py`, module], { maxBuffer: 1 << 24 });
  return new Map(linesOf<{ id: string; problem: string | null }>(stdout).map((line) => [line.id, line.problem]));
}

// The modules run beside each other: their tests mostly wait.
describe("the supervisor in the pod", () => {
  const running = new Map<string, ReturnType<typeof outcomes>>();
  const startAll = () => {
    for (const module of modules) if (!running.has(module)) running.set(module, outcomes(module));
  };

  for (const module of modules) {
    describe(module, () => {
      for (const { id, title } of listed(module)) {
        it(
          title,
          async () => {
            startAll();
            const ended = await running.get(module);
            const problem = ended?.get(id);
            if (typeof problem === "string") throw new Error(problem); // all of it, with what the pod said
            expect(ended?.has(id)).toBe(true);
          },
          300_000,
        );
      }
    });
  }
});
