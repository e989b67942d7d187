import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The commit of a work tree, and whether something in it was changed since; null where there is no git or no work tree. */
export async function sourceOf(folder: string): Promise<{ readonly commit: string; readonly dirty: boolean } | null> {
  const git = async (...words: string[]): Promise<string> =>
    (await run("git", ["-C", folder, ...words], { timeout: 10_000, maxBuffer: 64 * 1024 * 1024 })).stdout.trim();
  try {
    const commit = await git("rev-parse", "HEAD");
    return { commit, dirty: (await git("status", "--porcelain")) !== "" };
  } catch {
    return null;
  }
}
