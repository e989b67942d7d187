import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { locate } from "../../cli/context.ts";
import { contentKey } from "../../components/lib/content-key.ts";
import { ensurePackages } from "../../local/host/packages.ts";
import { lastLines, run, runOrFail } from "../../local/process/run.ts";

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
  const program = await installed();
  // It keeps what it found below the folder in which it runs.
  const cwd = await mkdtemp(join(tmpdir(), "ty-fuzz-"));
  const { exitCode, stdout, stderr } = await run(program, given, { cwd, env: { ...process.env, NO_COLOR: "1" } });
  await rm(cwd, { recursive: true, force: true });
  const cases = Number(/(\d+) generated/.exec(stdout)?.[1] ?? 0);
  return { exitCode, report: lastLines(`${stdout}\n${stderr}`, 200), cases };
}

/** The program of the lock, in a virtual environment that is made once for each lock. */
async function installed(): Promise<string> {
  const lock = join(folder, "requirements.lock");
  const { cache } = locate(root, process.env);
  const place = join(cache, "python", `schemathesis-${contentKey({ lock: await readFile(lock) })}`);
  const [program, done] = [join(place, "bin", "st"), join(place, "complete")];
  const there = await access(done).then(
    () => true,
    () => false,
  );
  if (there) return program;
  await ensurePackages({ python3: "python3" }, process.env, () => undefined, {
    linux: "install Python 3.11 with its module venv",
    other: "run the tests on Linux",
  });
  await mkdir(place, { recursive: true });
  const why = "the virtual environment of schemathesis could not be made";
  await runOrFail(why, "install python3-venv", "python3", ["-m", "venv", "--clear", place], { env: process.env });
  const packages = [
    "-m",
    "pip",
    "install",
    "--quiet",
    "--require-hashes",
    "--no-deps",
    "--only-binary",
    ":all:",
    "-r",
    lock,
  ];
  await runOrFail(why, `look at ${lock}`, join(place, "bin", "python3"), packages, { env: process.env });
  await writeFile(done, "");
  return program;
}
