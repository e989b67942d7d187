import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const SETTLE_MS = 50;

/** Another emulator lives on the same state directory. */
export class StateInUse extends Error {}

interface Owner {
  readonly pid: number;
  /** Kernel ticks at which the process began, so that a reused id is not taken for the owner; null where unknown. */
  readonly began: string | null;
  /** Tells two locks of one process apart. */
  readonly token: string;
}

/**
 * Field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces and brackets. None of a process that has ended and
 * that its parent has not asked after: in a container without an init nobody ever does.
 */
function beginningOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function lives(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    const isOthers = error instanceof Error && "code" in error && error.code === "EPERM";
    if (!isOthers) return false;
  }
  return owner.began === null || owner.began === beginningOf(owner.pid);
}

async function ownerOf(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Owner;
  } catch {
    return undefined;
  }
}

/**
 * Takes the state directory for this process; the result gives it back. A lock whose process is dead is taken over. Throws
 * StateInUse, naming the process.
 */
export async function lockState(stateDir: string): Promise<() => Promise<void>> {
  const path = join(stateDir, "lock");
  const me: Owner = { pid: process.pid, began: beginningOf(process.pid), token: randomUUID() };
  const mine = `${path}.${me.token}`;
  await writeFile(mine, JSON.stringify(me), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      if ((await linked(mine, path)) && (await settled(path, me))) return () => rm(path, { force: true });
      const owner = await ownerOf(path);
      if (owner !== undefined && lives(owner)) {
        throw new StateInUse(
          `process ${owner.pid} already serves the state in ${stateDir}; stop it or choose another --state`,
        );
      }
      await removeDead(path, owner, me);
    }
    throw new StateInUse(`other processes fight for the state in ${stateDir}; try again`);
  } finally {
    await rm(mine, { force: true });
  }
}

/** A hard link comes into being whole or not at all, and never over another one. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Whoever removes a dead lock at the same moment may move ours for an instant: it counts when it still stands afterwards. */
async function settled(path: string, me: Owner): Promise<boolean> {
  await sleep(SETTLE_MS);
  return (await ownerOf(path))?.token === me.token;
}

/** Moves the dead lock away; puts it back where it turns out that somebody living took it in between. */
async function removeDead(path: string, dead: Owner | undefined, me: Owner): Promise<void> {
  const aside = `${path}.dead.${me.token}`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  const found = await ownerOf(aside);
  if (found?.token !== dead?.token) await linked(aside, path);
  await rm(aside, { force: true });
}
