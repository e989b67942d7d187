import { join } from "node:path";
import { emptyBeyond } from "../../local/cache/bound.ts";
import type { Progress } from "./part.ts";

/** vitest gives each test file a name of its own in each run, for which Node.js keeps what it compiled: about 300 files a run. */
const MOST_FILES = 50_000;

/** Where Node.js keeps what it has compiled, for all that `./yard` starts; `./yard` itself names it in its first process. */
export const compileCache = (cache: string): string => join(cache, "node-compile");

/** Empties that cache where it has grown far beyond what one run needs. It takes seconds then, so it says so first. */
export async function boundCompileCache(cache: string, progress: Progress): Promise<void> {
  const folder = compileCache(cache);
  const why = `it has more than ${MOST_FILES.toLocaleString("en")} files`;
  await emptyBeyond(folder, MOST_FILES, () => progress(`emptying the cache of compiled code, ${folder}: ${why}`));
}
