import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";

/**
 * Removes a cache that holds more than so many files, as a whole: what it had is made again when it is needed. For caches
 * whose files do not tell whether anybody will ask for them again. `before` is called where it is going to. Answers with whether it did.
 */
export async function emptyBeyond(folder: string, files: number, before: () => void): Promise<boolean> {
  if ((await countUpTo(folder, files + 1)) <= files) return false;
  before();
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  return true;
}

/** Files below a folder; counts no further than `most` by more than one folder's. */
async function countUpTo(folder: string, most: number): Promise<number> {
  let count = 0;
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    count += entry.isDirectory() ? await countUpTo(join(folder, entry.name), most - count) : 1;
    if (count >= most) break;
  }
  return count;
}
