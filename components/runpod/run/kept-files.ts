import { appendFile, link, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sha256Of } from "../file-hash.ts";
import type { RunFolders } from "./world.ts";

/** The run folders on this machine's disk, under `home` (TRAINYARD_HOME, absolute). */
export function keptFiles(home: string): RunFolders {
  const at = (path: string) => join(home, path);
  return {
    absolute: at,
    read: (path) => orAbsent(() => readFile(at(path), "utf8"), undefined),
    write: (path, text, mode) => writeAside(at(path), text, mode ?? 0o644),
    append: async (path, text) => {
      await mkdir(dirname(at(path)), { recursive: true });
      await appendFile(at(path), text);
    },
    createNew: (path, text) => createNew(at(path), text),
    remove: (path) => rm(at(path), { force: true }),
    list: (path) => orAbsent(() => readdir(at(path)), []),
    size: (path) => orAbsent(async () => (await stat(at(path))).size, 0),
    sha256: (path) => orAbsent(() => sha256Of(at(path)), undefined),
    walk: (folder) => orAbsent(() => walk(folder), undefined),
  };
}

async function orAbsent<T, Absent>(read: () => Promise<T>, absent: Absent): Promise<T | Absent> {
  try {
    return await read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return absent;
    throw error;
  }
}

let asides = 0;

async function writeAside(path: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}.${asides++}.tmp`;
  try {
    const file = await open(aside, "w", mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

/** A lease that is seen without its text would be taken for one that a killed process left: the text is there with the name. */
async function createNew(path: string, text: string): Promise<boolean> {
  const aside = `${path}.${process.pid}.${asides++}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(aside, text);
    await link(aside, path);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (code === "EEXIST") return false;
    if (withoutLinks.includes(code)) return await createInPlace(path, text);
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

/** What a file system says that has no second name for a file. */
const withoutLinks = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"];

async function createInPlace(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function walk(folder: string): Promise<{ path: string; size: number }[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (path) => ({ path: path.slice(folder.length).replace(/^\/+/, ""), size: (await stat(path)).size })),
  );
}
