import { existsSync, readFileSync } from "node:fs";
import { cp, mkdtemp, realpath, rm, symlink } from "node:fs/promises";
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
  const root = await realpath(await mkdtemp(join(tmpdir(), "ty-clone-")));
  await cp(ROOT, root, { recursive: true, filter: (from) => from === ROOT || !left.has(basename(from)) });
  await symlink(join(ROOT, "node_modules"), join(root, "node_modules"));
  return { root, remove: () => rm(root, { recursive: true, force: true }) };
}
