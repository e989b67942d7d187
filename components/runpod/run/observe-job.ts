import type { JobPlan } from "../../training-job/plan.ts";
import type { Pod } from "../service.ts";
import { readBills } from "./bill.ts";
import { guarded } from "./guard.ts";
import { readHistory } from "./history.ts";
import type { JobOutcome } from "./outcome.ts";
import { outcomeOf } from "./outcome-of.ts";
import { podsOfJob } from "./own-pods.ts";
import { listPods } from "./reach.ts";
import { isOver } from "./record.ts";
import type { World } from "./world.ts";

/**
 * `finished`: it succeeded; that its pod is absent is its normal end. `live`: a pod of it is there. `over`: it ended without
 * success. `gone`: an unfinished run whose pod is not there, or nothing is known of it.
 */
export interface Observation {
  readonly state: "finished" | "live" | "over" | "gone";
  readonly pods: readonly Pod[];
  readonly outcome: JobOutcome | undefined;
}

/** Looks at a run without acting on it, for read, refresh and status. A bill that has landed since is kept; nothing else changes. */
export async function observeJob(job: JobPlan, raw: World): Promise<Observation> {
  const world = guarded(raw);
  const { run: pods } = podsOfJob(await listPods(job, world), job, world.owner);
  const history = await readHistory(job, world);
  const folders = history.attempts.map((one) => one.folder);
  await readBills(
    world,
    folders.filter((folder) => isOver(folder.record)),
  );
  const records = folders.map((folder) => folder.record);
  const outcome = outcomeOf(job, records, world.clock.now());
  if (outcome?.status === "succeeded") return { state: "finished", pods, outcome };
  if (pods.length > 0) return { state: "live", pods, outcome };
  const last = records.at(-1);
  return { state: last !== undefined && isOver(last) ? "over" : "gone", pods, outcome };
}
