import { endJob } from "../runpod/run/end-job.ts";
import { observeJob } from "../runpod/run/observe-job.ts";
import { DetachedError, JobError } from "../runpod/run/outcome.ts";
import { runJob } from "../runpod/run/run-job.ts";
import type { Ended, Worlds } from "./backend.ts";
import type { JobResult } from "./outputs.ts";
import type { JobPlan } from "./plan.ts";

/** Runs a job to its end; whatever stops it becomes a message, with what there is to record. */
export async function endedRun(job: JobPlan, worlds: Worlds): Promise<Ended> {
  try {
    return { ok: true, result: await runJob(job, await worlds.forRun(job)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, message, result: recordable(error) };
  }
}

/** A run is recorded once a pod was made, or may have been: then the next `up` goes on with it and `down` ends it. */
function recordable(error: unknown): JobResult | undefined {
  if (!(error instanceof JobError || error instanceof DetachedError)) return undefined;
  const { outcome } = error;
  if (outcome === undefined) return undefined;
  const unsure = error instanceof JobError && ["unreachable", "not-gone", "local"].includes(error.kind);
  return unsure || outcome.podIds.length > 0 ? outcome : undefined;
}

/** What became of a run, without acting on it. */
export async function observedRun(job: JobPlan, worlds: Worlds): Promise<JobResult | "gone"> {
  const { state, outcome } = await observeJob(job, await worlds.forEnding(job));
  return state === "gone" || outcome === undefined ? "gone" : outcome;
}

/** Ends every pod of the job and proves it. */
export async function endRun(job: JobPlan, worlds: Worlds): Promise<void> {
  await endJob(job, await worlds.forEnding(job));
}
