import { parseAttemptName } from "../../lib/names.ts";
import type { JobPlan } from "../../training-job/plan.ts";
import { endAttempt } from "./conclude.ts";
import { guarded } from "./guard.ts";
import { folderNumbers } from "./folder-numbers.ts";
import { takeLease } from "./lease.ts";
import { byAge, podsOfJob } from "./own-pods.ts";
import { listPods } from "./reach.ts";
import { isOver, timeText } from "./record.ts";
import { isLocalFailure, reasonOf } from "./retry.ts";
import { RunFolder } from "./run-folder.ts";
import { saveLogs } from "./save-logs.ts";
import { endPod } from "./terminate.ts";
import { timing } from "./timing.ts";
import type { World } from "./world.ts";

/** How long a ledger or a tracking server that is away may hold up an ending. */
const TELL_MS = 15_000;

/** What of a plan is needed to end a run. */
export type JobRef = JobPlan;

/**
 * Ends every pod of a job, of all its runs and attempts, and proves each gone. What is gone already is no failure. Logs are
 * kept as far as they can be read; results on a volume stay there. Throws JobError (`refused`, `unreachable`, `not-gone`).
 */
export async function endJob(job: JobRef, raw: World): Promise<{ readonly endedPodIds: readonly string[] }> {
  const world = guarded(raw);
  const lease = await takeLease(job, world);
  try {
    const folders = await readable(job, world);
    const pods = await surePods(job, world, folders);
    const endedPodIds: string[] = [];
    for (const pod of byAge(pods)) {
      const attempt = parseAttemptName(pod.name)?.attempt ?? 0;
      const own = folders.find((folder) => folder.record.podIds.includes(pod.id) && folder.record.attempt === attempt);
      world.log(`ending pod ${pod.id} (${pod.name})`);
      if (own !== undefined) await saveLogs({ world, folder: own }, pod.id);
      await endPod(world, { podId: pod.id, visibleByMs: 0 });
      endedPodIds.push(pod.id);
    }
    for (const folder of folders) await settle(job, world, folder, endedPodIds);
    await world.budget?.settle(job, world, TELL_MS);
    await world.tracking?.tell(job, world, TELL_MS);
    return { endedPodIds };
  } finally {
    await lease.release(raw);
  }
}

async function readable(job: JobRef, world: World): Promise<RunFolder[]> {
  const folders: RunFolder[] = [];
  for (const n of await folderNumbers(job, world)) {
    try {
      const folder = await RunFolder.open(world, job, n);
      if (folder !== undefined) folders.push(folder);
    } catch (error) {
      world.log(`warning: attempt ${n} of ${job.run} has no readable record: ${reasonOf(error)}`);
    }
  }
  return folders;
}

/** All live pods of the job; a create whose answer nobody saw is waited for until it must show. */
async function surePods(job: JobRef, world: World, folders: readonly RunFolder[]) {
  for (let n = 0; ; n++) {
    const { run, otherRuns, foreign } = podsOfJob(await listPods(job, world), job, world.owner);
    for (const pod of foreign)
      world.log(`warning: pod ${pod.id} (${pod.name}) bears our name but not our token: left alone`);
    const open = folders.map((folder) => folder.record).filter((record) => record.provedGoneAt === null);
    const unseen = open.filter((record) => !run.some((pod) => pod.name === record.name) && record.podIds.length === 0);
    const sure = unseen.every(({ createSentAt }) => {
      const sentMs = createSentAt === null ? 0 : Date.parse(createSentAt);
      return world.clock.now() >= sentMs + timing.requestMs + timing.lagMs;
    });
    if (n > 100 || sure) return [...run, ...otherRuns];
    await world.clock.sleep(3_000);
  }
}

/** The record of an attempt whose pod is gone now. A disk that fails does not stop the ending. */
async function settle(job: JobRef, world: World, folder: RunFolder, ended: readonly string[]): Promise<void> {
  try {
    const live = folder.record.podIds.some((id) => ended.includes(id));
    await endAttempt({ job, world, folder, spentBeforeUsd: 0 }, live);
    if (isOver(folder.record)) return;
    await folder.save({ status: "cancelled", reason: "ended", finishedAt: timeText(world.clock.now()) });
  } catch (error) {
    if (!isLocalFailure(error)) throw error;
    world.log(`warning: ${folder.path}: ${reasonOf(error)}`);
  }
}
