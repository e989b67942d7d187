import { createHash } from "node:crypto";
import type { RunFolders } from "../../components/runpod/run/world.ts";
import type { Files } from "./simulated-volumes.ts";

const HOME = "/home";

/** Run folders in memory, on a disk that a test can fill up: `full()` true makes every write throw ENOSPC. */
export function simulatedDisk(disk: Files, full: () => boolean = () => false): RunFolders {
  const at = (path: string) => `${HOME}/${path}`;
  const space = (path: string) => {
    if (full()) throw Object.assign(new Error(`ENOSPC: no space left on device, write`), { code: "ENOSPC", path });
  };
  return {
    absolute: at,
    read: async (path) => disk.get(at(path)),
    write: async (path, text) => {
      space(path);
      disk.set(at(path), text);
    },
    append: async (path, text) => {
      space(path);
      disk.set(at(path), (disk.get(at(path)) ?? "") + text);
    },
    createNew: async (path, text) => {
      if (disk.has(at(path))) return false;
      space(path);
      disk.set(at(path), text);
      return true;
    },
    remove: async (path) => {
      disk.delete(at(path));
    },
    list: async (path) => {
      const prefix = `${at(path)}/`;
      const below = [...disk.keys()].filter((one) => one.startsWith(prefix));
      return [...new Set(below.map((one) => one.slice(prefix.length).split("/")[0] ?? ""))];
    },
    size: async (path) => Buffer.byteLength(disk.get(at(path)) ?? ""),
    sha256: async (path) => {
      const text = disk.get(at(path));
      return text === undefined ? undefined : createHash("sha256").update(text).digest("hex");
    },
    walk: async (folder) => {
      const found = [...disk].flatMap(([path, text]) =>
        path.startsWith(`${folder}/`) ? [{ path: path.slice(folder.length + 1), size: Buffer.byteLength(text) }] : [],
      );
      return found.length === 0 ? undefined : found;
    },
  };
}
