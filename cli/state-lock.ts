import { readdir, readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { Failure } from "./failure.ts";
import { parsedJson } from "./parsed-json.ts";
import { processStartedAt, programOf } from "../local/process/started-at.ts";

const lockShape = z.object({ pid: z.int(), hostname: z.string(), username: z.string(), timestamp: z.string() });

/** Who holds the lock of a stack in a file backend. */
export type StateLock = z.infer<typeof lockShape> & { readonly file: string };

export interface LockWorld {
  readonly hostname: string;
  /** When a process started, in milliseconds since the epoch; undefined when there is none. */
  startedAt(pid: number): number | undefined;
  /** Whether a process is a Pulumi CLI. */
  isPulumi(pid: number): boolean;
}

const thisMachine: LockWorld = {
  hostname: hostname(),
  startedAt: processStartedAt,
  isPulumi: (pid) => basename(programOf(pid)) === "pulumi",
};

/** A process that started this much later than the lock was taken is another one with the same number. */
const clockSlackMilliseconds = 5000;

/**
 * "dead": the holder ran on this machine and is gone. "alive": it runs. "elsewhere": another machine's, nobody can tell.
 * A Pulumi CLI of that number counts as the holder whatever the times say: when the clock is set forward, as after the machine
 * stood still, all that runs seems to have started later than it did.
 */
export function judgeLock(lock: Omit<StateLock, "file">, world: LockWorld): "dead" | "alive" | "elsewhere" {
  if (lock.hostname !== world.hostname) return "elsewhere";
  const startedAt = world.startedAt(lock.pid);
  if (startedAt === undefined) return "dead";
  if (world.isPulumi(lock.pid)) return "alive";
  return startedAt > Date.parse(lock.timestamp) + clockSlackMilliseconds ? "dead" : "alive";
}

/**
 * Clears the way for an update: removes locks in a file backend whose process is dead on this host and says so; refuses
 * when a living process or another machine holds one. Other backends lock for themselves.
 */
export async function clearDeadLocks(
  backendUrl: string,
  project: string,
  stack: string,
  say: (line: string) => void,
  world: LockWorld = thisMachine,
): Promise<void> {
  if (!backendUrl.startsWith("file://")) return;
  const folder = join(fileBackendFolder(backendUrl), ".pulumi", "locks", "organization", project, stack);
  for (const lock of await readLocks(folder, stack)) {
    const verdict = judgeLock(lock, world);
    if (verdict !== "dead") throw lockedFailure(lock, stack, verdict);
    say(`removing the lock of process ${lock.pid}, which is dead (stack ${stack}, locked ${lock.timestamp})`);
    for (const file of [lock.file, `${lock.file}.attrs`]) await rm(file, { force: true });
  }
}

/** The folder of a file backend, `file://...`. */
export function fileBackendFolder(url: string): string {
  return url.startsWith("file:///") ? fileURLToPath(url.split("?")[0] ?? url) : url.slice("file://".length);
}

async function readLocks(folder: string, stack: string): Promise<StateLock[]> {
  const names = await readdir(folder).catch(() => []);
  const locks: StateLock[] = [];
  for (const name of names.filter((name) => name.endsWith(".json"))) {
    const file = join(folder, name);
    const text = await readFile(file, "utf8").catch(() => undefined);
    if (text === undefined) continue; // taken away meanwhile
    const read = lockShape.safeParse(parsedJson(text)).data;
    if (read === undefined) throw tornFailure(file, stack);
    locks.push({ ...read, file });
  }
  return locks;
}

/** As a machine leaves it whose power went: the CLI cannot get past it either. */
function tornFailure(file: string, stack: string): Failure {
  return new Failure({
    what: `stack ${stack} is locked, and the lock cannot be read`,
    on: file,
    why: "it does not say who holds it; a machine that lost its power leaves such files",
    todo: `make sure that no update of the stack runs, then remove it: rm '${file}'`,
  });
}

function lockedFailure(lock: StateLock, stack: string, verdict: "alive" | "elsewhere"): Failure {
  const holder = `${lock.username}@${lock.hostname}, process ${lock.pid}, since ${lock.timestamp}`;
  return new Failure({
    what: `stack ${stack} is locked by another update`,
    on: lock.file,
    why: verdict === "alive" ? `it still runs: ${holder}` : `it was started on another machine: ${holder}`,
    todo:
      verdict === "alive"
        ? "wait for it, or stop it with ^C where it runs"
        : `make sure that it has ended there, then remove the lock: eval "$(./yard local env)" && pulumi cancel -s ${stack} --yes`,
  });
}
