import { copyFile, readdir, stat, truncate } from "node:fs/promises";
import { join } from "node:path";

const largestBytes = 10 * 1024 * 1024;

/** Moves the content of large logs to `<name>.1`. Their writers append, so they go on at the start of the empty file. */
export async function rotateLogs(folder: string, limitBytes = largestBytes): Promise<string[]> {
  const rotated: string[] = [];
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    if (!name.endsWith(".log") || (await stat(file)).size <= limitBytes) continue;
    await copyFile(file, `${file}.1`);
    await truncate(file);
    rotated.push(name);
  }
  return rotated;
}
