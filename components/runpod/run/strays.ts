import { parseAttemptName } from "../../lib/names.ts";
import type { JobPlan } from "../../training-job/plan.ts";
import type { Pod } from "../service.ts";
import type { Attempt } from "./attempt.ts";
import { spentUsd } from "../../lib/cost/spend.ts";
import { hourUsd } from "./ledger.ts";
import { podsOfJob } from "./own-pods.ts";
import type { RunRecord } from "./record.ts";
import { RunpodError } from "../failures.ts";
import { endPod } from "./terminate.ts";

/** Ends pods of this job that should not be, and counts what they cost against the cap. */
export async function endStrays(attempt: Attempt, pods: readonly Pod[]): Promise<void> {
  const { folder, world, job } = attempt;
  for (const pod of pods) {
    await folder.complain("warning", {
      what: "a pod of this job that should not exist is ended",
      on: `pod ${pod.id} (${pod.name})`,
      why: "an answer was lost when it was created, or an earlier run left it",
      todo: "nothing to do",
    });
    await endPod(world, { podId: pod.id, visibleByMs: 0 });
    await folder.save(withStray(job, folder.record, pod, world.clock.now()));
  }
}

/** The account of an attempt that a stray pod is counted to, from before that pod was made until now. */
function withStray(job: JobPlan, record: RunRecord, pod: Pod, nowMs: number): Partial<RunRecord> {
  const { podIds, extrasUsd, createSentAt, provedGoneAt, run } = record;
  const isOfRun = parseAttemptName(pod.name)?.run === run;
  const sentMs = Date.parse(createSentAt ?? pod.createdAt);
  // A stray of an earlier attempt is older than this one.
  const madeMs = isOfRun ? Math.min(sentMs, Date.parse(pod.createdAt) || sentMs) : sentMs;
  const extra = spentUsd((nowMs - madeMs) / 1000, hourUsd(job, null));
  const counted = { extrasUsd: extrasUsd + extra, podIds: [...podIds.filter((id) => id !== pod.id), pod.id] };
  // An account that was closed is not summed up again, and its bill lacks this pod.
  return provedGoneAt !== null && isOfRun
    ? { ...counted, spentUsd: record.spentUsd + extra, billedUsd: null }
    : counted;
}

/** Ends every pod of this job but the attempt's own. RunPod out of reach is no failure: the next look comes. */
export async function sweepStrays(attempt: Attempt): Promise<void> {
  const { job, world, folder } = attempt;
  try {
    const { run, otherRuns } = podsOfJob(await world.service.listPods(), job, world.owner);
    await endStrays(
      attempt,
      [...run, ...otherRuns].filter((pod) => pod.id !== folder.record.podIds[0]),
    );
  } catch (error) {
    if (!(error instanceof RunpodError)) throw error;
  }
}
