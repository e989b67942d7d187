import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import type { Part } from "./step.ts";

/** Seconds of a file that nobody has timed. */
const untimed = 20;

/** Seconds of test files by path from the root, of those that take a minute or more; all machines must share in one way. */
export const timesFile = "test/file-seconds.json";

/** Gives each file, the longest first, to the part that has least to do by then; so parts last about as long. */
export function shareOf(paths: readonly string[], seconds: Readonly<Record<string, number>>, part: Part): Set<string> {
  const parts = Array.from({ length: part.count }, () => ({ load: 0, paths: new Set<string>() }));
  const of = (path: string) => seconds[path] ?? untimed;
  const ordered = [...paths].sort((one, other) => of(other) - of(one) || (one < other ? -1 : 1));
  for (const path of ordered) {
    const least = parts.reduce((one, other) => (other.load < one.load ? other : one));
    least.load += of(path);
    least.paths.add(path);
  }
  return parts[part.index - 1]?.paths ?? new Set();
}

/** vitest's order of files, and our shares of them. */
export default class Shares extends BaseSequencer {
  override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root, shard } = this.ctx.config;
    if (shard === undefined) return files;
    const seconds = JSON.parse(await readFile(join(root, timesFile), "utf8")) as Record<string, number>;
    const path = (file: TestSpecification) => relative(root, file.moduleId).replaceAll("\\", "/");
    const share = shareOf(files.map(path), seconds, shard);
    return files.filter((file) => share.has(path(file)));
  }
}
