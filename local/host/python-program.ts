import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { contentKey } from "../cache/content-key.ts";
import { withLock } from "../cache/lock.ts";
import { runOrFail } from "../process/run.ts";
import type { Environment } from "./environment.ts";
import { ensurePackages } from "./packages.ts";

/** A program that a hashed lock of Python packages brings. */
export interface PythonProgram {
  /** Of the program, and of its folder. */
  readonly name: string;
  /** File in its `bin`. @default - `name` */
  readonly file?: string;
  /** Path of the lock. */
  readonly lock: string;
}

/** Path of the program in a virtual environment below `cache` that is made once for each lock. Needs a package index where it is not made yet. */
export async function ensurePythonProgram(wanted: PythonProgram, cache: string, env: Environment): Promise<string> {
  const { name, file = name, lock } = wanted;
  const place = join(cache, "python", `${name}-${contentKey({ lock: await readFile(lock) })}`);
  const [program, done] = [join(place, "bin", file), join(place, "complete")];
  if (await isThere(done)) return program;
  // It is made where it stays, for its scripts name their folder: two at once would take it away from each other.
  await withLock(join(dirname(place), `.${basename(place)}.lock`), async () => {
    if (await isThere(done)) return;
    await make({ name, lock, place }, env);
    await writeFile(done, "");
  });
  return program;
}

async function make({ name, lock, place }: PythonProgram & { readonly place: string }, env: Environment) {
  await ensurePackages({ python3: "python3" }, env, () => undefined, {
    linux: "install Python 3.11 with its module venv",
    other: "do it on Linux",
  });
  await mkdir(place, { recursive: true });
  const why = `the virtual environment of ${name} could not be made`;
  await runOrFail(why, "install python3-venv", "python3", ["-m", "venv", "--clear", place], { env });
  const hashed = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", lock];
  const pip = ["-m", "pip", "install", "--quiet", ...hashed];
  await runOrFail(why, `look at ${lock}`, join(place, "bin", "python3"), pip, { env });
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
