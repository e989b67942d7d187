import { z } from "zod";
import type { JobPlan } from "../../training-job/plan.ts";
import { JobError } from "./outcome.ts";
import { timeText } from "./record.ts";
import type { ProcessIdentity, World } from "./world.ts";

const leaseSchema = z.object({
  pid: z.number(),
  startedAt: z.string(),
  host: z.string(),
  takenAt: z.string(),
  nonce: z.string(),
});

export interface Lease {
  /** `world` may be the unguarded one: the lease is given back also when everything else has stopped. */
  release(world: World): Promise<void>;
}

/** The right of one process to act on a job. What a dead process of this host left is taken with a message. */
export async function takeLease(job: Pick<JobPlan, "job" | "stack">, world: World): Promise<Lease> {
  const path = `runs/${job.job}/${job.stack}.lease.json`;
  const nonce = world.randomHex(8);
  const lease = { ...world.self, takenAt: timeText(world.clock.now()), nonce };
  const text = `${JSON.stringify(lease)}\n`;
  for (let n = 0; n < 3; n++) {
    if (await world.runs.createNew(path, text)) return { release: (by) => release(by, path, nonce) };
    const holder = readLease(await world.runs.read(path));
    if (holder !== undefined && !isStale(holder, world)) throw heldError(job.job, holder, world, path);
    if (holder !== undefined)
      world.log(`job "${job.job}": process ${holder.pid} died and left its lease, which is taken over`);
    await evict(world, path, holder?.nonce);
  }
  throw heldError(job.job, undefined, world, path);
}

/** Removes a stale lease under a lock of its own, so that of two evictors none removes the other's new lease. */
async function evict(world: World, path: string, staleNonce: string | undefined): Promise<void> {
  const lock = `${path}.evicting`;
  if (!(await world.runs.createNew(lock, String(world.clock.now())))) {
    const since = Number((await world.runs.read(lock)) ?? "0");
    if (world.clock.now() - since > 10_000) await world.runs.remove(lock);
    else await world.clock.sleep(1_000);
    return;
  }
  try {
    if (readLease(await world.runs.read(path))?.nonce === staleNonce) await world.runs.remove(path);
  } finally {
    await world.runs.remove(lock);
  }
}

async function release(world: World, path: string, nonce: string): Promise<void> {
  if (readLease(await world.runs.read(path))?.nonce === nonce) await world.runs.remove(path);
}

function isStale(holder: ProcessIdentity, world: World): boolean {
  return holder.host === world.self.host && !world.isAlive(holder);
}

function readLease(text: string | undefined): z.infer<typeof leaseSchema> | undefined {
  try {
    return leaseSchema.safeParse(JSON.parse(text ?? "")).data;
  } catch {
    return undefined;
  }
}

function heldError(job: string, holder: ProcessIdentity | undefined, world: World, path: string): JobError {
  const who = holder === undefined ? "another process" : `process ${holder.pid} on ${holder.host}`;
  return new JobError("refused", {
    what: "somebody else is acting on this job",
    on: `job "${job}"`,
    why: `${who} holds its lease`,
    todo: `wait until it has ended, or, if it is gone for good, delete ${world.runs.absolute(path)}`,
  });
}
