import { chmod, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { ContainerRunner } from "../runner.ts";

/** Network volumes as folders of the engine's machine, open to every user as a pod's own user may be any. */
export function volumeFolders(stateDir: string): ContainerRunner["volume"] {
  const path = (id: string) => {
    if (!/^[A-Za-z0-9_-]+$/.test(id)) throw new Error(`not the id of a volume: ${id}`);
    return join(stateDir, "volumes", id);
  };
  return {
    path,
    async create(id) {
      await mkdir(path(id), { recursive: true });
      await chmod(path(id), 0o777);
    },
    async remove(id) {
      await rm(path(id), { recursive: true, force: true });
    },
  };
}
