import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { locate } from "../../cli/context.ts";
import { ensurePythonProgram } from "../../local/host/python-program.ts";
import { lastLines, run } from "../../local/process/run.ts";

const root = resolve(import.meta.dirname, "..", "..");
const folder = join(root, "test", "services", "data-api", "schemathesis");

/** How a run ended. */
export interface Findings {
  readonly exitCode: number;
  /** Its report: what failed, and how to do it again. */
  readonly report: string;
  /** Requests that were made. */
  readonly cases: number;
}

export interface FuzzOptions {
  readonly token: string;
  /** Seconds that the whole run has. */
  readonly seconds: number;
  /** The same seed makes the same requests. */
  readonly seed: number;
  readonly phases: readonly ("examples" | "coverage" | "fuzzing" | "stateful")[];
  /** Operations of the document that are left alone. */
  readonly without: readonly string[];
}

/** Asks a served OpenAPI document's API for whatever the document allows, and for what it does not. */
export async function fuzz(url: string, options: FuzzOptions): Promise<Findings> {
  const { token, seconds, seed, phases, without } = options;
  const given = [
    ...["--config-file", join(folder, "schemathesis.toml"), "run", `${url}/openapi.json`],
    ...["--header", `Authorization: Bearer ${token}`, "--phases", phases.join(","), "--max-examples", "5"],
    ...["--seed", String(seed), "--max-time", String(seconds), "--request-timeout", "70"],
    ...["--continue-on-failure", "--no-shrink", "--suppress-health-check", "all"],
    ...without.flatMap((operation) => ["--exclude-operation-id", operation]),
  ];
  const wanted = { name: "schemathesis", file: "st", lock: join(folder, "requirements.lock") };
  const program = await ensurePythonProgram(wanted, locate(root, process.env).cache, process.env);
  // It keeps what it found below the folder in which it runs.
  const cwd = await mkdtemp(join(tmpdir(), "ty-fuzz-"));
  const { exitCode, stdout, stderr } = await run(program, given, { cwd, env: { ...process.env, NO_COLOR: "1" } });
  await rm(cwd, { recursive: true, force: true });
  const cases = Number(/(\d+) generated/.exec(stdout)?.[1] ?? 0);
  return { exitCode, report: lastLines(`${stdout}\n${stderr}`, 200), cases };
}
