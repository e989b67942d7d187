import type { JobPlan } from "../../training-job/plan.ts";
import type { Pod } from "../service.ts";
import { readBills } from "./bill.ts";
import { guarded } from "./guard.ts";
import { type History, readHistory } from "./history.ts";
import { JobError, type JobOutcome } from "./outcome.ts";
import { outcomeOf } from "./outcome-of.ts";
import { podsOfJob } from "./own-pods.ts";
import { listPods } from "./reach.ts";
import { isOver, timeText } from "./record.ts";
import { timing } from "./timing.ts";
import type { World } from "./world.ts";

/**
 * `finished`: it succeeded; that its pod is absent is its normal end. `live`: a pod of it is there. `over`: it ended without
 * success, or in a way that the next `up` finds out. `gone`: an unfinished run whose pod is not there, or nothing is known.
 */
export interface Observation {
  readonly state: "finished" | "live" | "over" | "gone";
  readonly pods: readonly Pod[];
  readonly outcome: JobOutcome | undefined;
}

/** Looks at a run without acting on it, for read, refresh and status. A bill that has landed since is kept; nothing else changes. */
export async function observeJob(job: JobPlan, raw: World): Promise<Observation> {
  const world = guarded(raw);
  const { pods, history } = await sureLook(job, world);
  const folders = history.attempts.map((one) => one.folder);
  await readBills(
    world,
    folders.filter((folder) => isOver(folder.record)),
  );
  const records = folders.map((folder) => folder.record);
  const outcome = outcomeOf(job, records, world.clock.now());
  if (outcome?.status === "succeeded") return { state: "finished", pods, outcome };
  if (pods.length > 0) return { state: "live", pods, outcome };
  const last = history.attempts.at(-1);
  if (last === undefined) {
    if (history.volume === "unreadable" || history.unreadable.length > 0) throw unknownEnd(job);
    return { state: "gone", pods, outcome };
  }
  if (isOver(last.folder.record) || last.end !== undefined) return { state: "over", pods, outcome };
  if (history.volume === "unreadable") throw unknownEnd(job);
  return { state: "gone", pods, outcome };
}

/** Pods, then records; again while a pod may be too young to be listed, since then its absence means nothing. */
async function sureLook(job: JobPlan, world: World): Promise<{ pods: readonly Pod[]; history: History }> {
  for (let n = 0; ; n++) {
    const { run: pods } = podsOfJob(await listPods(job, world), job, world.owner);
    const history = await readHistory(job, world);
    const open = history.attempts.map((one) => one.folder.record).filter((record) => !isOver(record));
    const sentMs = Math.max(0, ...open.map((record) => Date.parse(record.createSentAt ?? timeText(0))));
    const sure = world.clock.now() >= sentMs + timing.requestMs + timing.lagMs;
    if (pods.length > 0 || sure || n > 100) return { pods, history };
    await world.clock.sleep(3_000);
  }
}

function unknownEnd(job: JobPlan): JobError {
  return new JobError("unreachable", {
    what: "nobody can say whether the run has finished",
    on: `job "${job.job}"`,
    why: "its pod is gone, and what is kept of it cannot be read",
    todo: "try again when the volume can be read",
  });
}
