import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "..", "..");

/** Not part of a clone: what is made, and what belongs to another run. */
const left = new Set(["node_modules", ".git", ".trainyard", "coverage", "__pycache__", ".pytest_cache", ".ruff_cache"]);

const read = (file: string): string | undefined => {
  const path = join(ROOT, file);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
};

/** A copy of this work tree, in which a test may write stacks and limits of its own. */
export interface Clone {
  readonly root: string;
  remove(): Promise<void>;
}

/** Copies the work tree into a new folder; the npm packages are shared by a link. Throws where they are not of the lock file. */
export async function makeClone(): Promise<Clone> {
  const [locked, installed] = ["package-lock.json", join("node_modules", ".trainyard-lock.json")].map(read);
  // ./yard in the clone would install them anew, through the link, under the feet of this very process.
  if (locked === undefined || locked !== installed) throw new Error("run ./yard once: node_modules is not as locked");
  const root = await firstFree(join(await realpath(tmpdir()), "ty-clone"));
  await cp(ROOT, root, { recursive: true, filter: (from) => from === ROOT || !left.has(basename(from)) });
  await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}

/** Makes the first folder of these names that nobody has. Node.js finds what it compiled under a name again, in the next run too. */
async function firstFree(name: string): Promise<string> {
  for (let number = 1; ; number++) {
    const folder = `${name}-${number}`;
    try {
      await mkdir(folder, { mode: 0o700 });
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
