import { endJob } from "../runpod/run/end-job.ts";
import { guarded } from "../runpod/run/guard.ts";
import { observeJob } from "../runpod/run/observe-job.ts";
import { DetachedError, JobError } from "../runpod/run/outcome.ts";
import { runJob } from "../runpod/run/run-job.ts";
import type { World } from "../runpod/run/world.ts";
import type { Ended, Retold, Worlds } from "./backend.ts";
import type { JobResult } from "./outputs.ts";
import type { JobPlan } from "./plan.ts";

/** How long an `up`, a refresh or a read with nothing else to do asks a record that is away. */
const RETELL_MS = 15_000;

/** Runs a job to its end; whatever stops it becomes a message, with what there is to record. */
export async function endedRun(job: JobPlan, worlds: Worlds): Promise<Ended> {
  try {
    const world = await worlds.forRun(job);
    const ended = await endOf(job, world);
    const told = { tracking: await world.tracking?.told(job, world), charged: world.budget?.charged(job) };
    if (ended.ok) return { ok: true, result: { ...ended.result, ...told } };
    return ended.result === undefined ? ended : { ...ended, result: { ...ended.result, ...told } };
  } catch (error) {
    return { ok: false, message: messageOf(error), result: undefined };
  }
}

async function endOf(job: JobPlan, world: World): Promise<Ended> {
  try {
    return { ok: true, result: await runJob(job, world) };
  } catch (error) {
    return { ok: false, message: messageOf(error), result: recordable(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A run is recorded once a pod was made, or may have been: then the next `up` goes on with it and `down` ends it. */
function recordable(error: unknown): JobResult | undefined {
  if (!(error instanceof JobError || error instanceof DetachedError)) return undefined;
  const { outcome } = error;
  if (outcome === undefined) return undefined;
  const unsure = error instanceof JobError && ["unreachable", "not-gone", "local"].includes(error.kind);
  return unsure || outcome.podIds.length > 0 ? outcome : undefined;
}

/** What became of a run, without acting on it; its record is told what it lacks. */
export async function observedRun(job: JobPlan, worlds: Worlds): Promise<JobResult | "gone" | "unrecorded"> {
  const world = await worlds.forEnding(job);
  const { state, outcome } = await observeJob(job, world);
  if (state === "gone") return "gone";
  if (outcome === undefined) return "unrecorded";
  return { ...outcome, ...(await told(job, world)) };
}

/** Tells the records of a run what they lack, and starts nothing. */
export async function retoldRun(job: JobPlan, worlds: Worlds): Promise<Retold> {
  return told(job, await worlds.forEnding(job));
}

async function told(job: JobPlan, world: World): Promise<Retold> {
  const charged = await world.budget?.settle(job, guarded(world), RETELL_MS);
  return { tracking: await world.tracking?.tell(job, guarded(world), RETELL_MS), charged };
}

/** Ends every pod of the job and proves it. */
export async function endRun(job: JobPlan, worlds: Worlds): Promise<void> {
  await endJob(job, await worlds.forEnding(job));
}
