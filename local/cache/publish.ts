import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type LockOptions, withLock } from "./lock.ts";

/**
 * Makes sure that the folder or file `target` exists. What is missing is made aside by `make` and renamed into place, so
 * `target` is complete or absent, whenever the process is killed. One run makes it, others wait; what killed runs left
 * aside is removed. Answers whether it was made now.
 */
export async function publishOnce(
  target: string,
  make: (aside: string) => Promise<void>,
  options: LockOptions = {},
): Promise<boolean> {
  if (existsSync(target)) return false;
  return withLock(
    join(dirname(target), `.${basename(target)}.lock`),
    async () => {
      if (existsSync(target)) return false;
      const prefix = `.${basename(target)}.aside-`;
      for (const name of await readdir(dirname(target))) {
        if (name.startsWith(prefix)) await rm(join(dirname(target), name), { recursive: true, force: true });
      }
      const aside = join(dirname(target), `${prefix}${process.pid}`);
      try {
        await mkdir(dirname(target), { recursive: true });
        await make(aside);
        await rename(aside, target).catch((error: unknown) => {
          if (!existsSync(target)) throw error; // else another run was first, with the same content
        });
      } finally {
        await rm(aside, { recursive: true, force: true });
      }
      return true;
    },
    options,
  );
}
