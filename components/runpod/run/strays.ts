import type { Pod } from "../service.ts";
import type { Attempt } from "./attempt.ts";
import { spentUsd } from "../../lib/cost/spend.ts";
import { hourUsd } from "./ledger.ts";
import { podsOfJob } from "./own-pods.ts";
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
    const sentMs = Date.parse(folder.record.createSentAt ?? pod.createdAt);
    const extra = spentUsd((world.clock.now() - sentMs) / 1000, hourUsd(job, null));
    const { podIds, extrasUsd } = folder.record;
    await folder.save({ extrasUsd: extrasUsd + extra, podIds: [...podIds.filter((id) => id !== pod.id), pod.id] });
  }
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
