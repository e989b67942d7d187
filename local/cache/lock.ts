import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import lockfile from "proper-lockfile";
import { Failure } from "../process/failure.ts";

export interface LockOptions {
  /** Called once when somebody else holds the lock. */
  readonly onWait?: (holder: string) => void;
  /** How long to wait for another run. @default 3600 */
  readonly waitSeconds?: number;
  /** After so many seconds without a sign of life the holder counts as dead. @default 20 */
  readonly staleSeconds?: number;
}

/**
 * Runs `work` while holding the lock `file`. The holder gives a sign of life every few seconds, so a killed holder loses
 * the lock by itself; two runs never work at the same time.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  const release = await acquire(file, options);
  try {
    await writeFile(file, `${process.pid}\n`);
    return await work();
  } finally {
    await release().catch(() => undefined); // gone already: somebody took it over, which onCompromised has said
  }
}

async function acquire(file: string, options: LockOptions): Promise<() => Promise<void>> {
  const deadline = Date.now() + (options.waitSeconds ?? 3600) * 1000;
  let told = false;
  for (;;) {
    try {
      return await lockfile.lock(file, {
        realpath: false,
        stale: (options.staleSeconds ?? 20) * 1000,
        update: 2000,
        onCompromised: () => undefined, // a machine that stood still: publishOnce stays right with two at work
      });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    }
    const holder = (await readFile(file, "utf8").catch(() => "")).trim() || "unknown";
    if (Date.now() > deadline) {
      throw new Failure({
        what: "another run holds a lock for too long",
        on: file,
        why: `process ${holder} is still at work`,
        todo: `wait for it or end it (kill ${holder}), then run this again`,
      });
    }
    if (!told) options.onWait?.(holder);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
