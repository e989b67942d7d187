import type { JobPlan } from "../../training-job/plan.ts";
import type { Pod } from "../service.ts";
import { JobError } from "./outcome.ts";
import { isPassing, persist, reasonOf } from "./retry.ts";
import { timing } from "./timing.ts";
import type { World } from "./world.ts";

/** All pods of the account; keeps asking for `totalMs` while RunPod is out of reach, then says so. */
export async function listPods(
  job: Pick<JobPlan, "job">,
  world: World,
  totalMs: number = timing.unreachableMs,
): Promise<readonly Pod[]> {
  try {
    return await persist(world, { times: 100, totalMs }, () => world.service.listPods());
  } catch (error) {
    if (!isPassing(error)) throw error;
    throw unreachable(job, error);
  }
}

export function unreachable(job: Pick<JobPlan, "job">, error: unknown): JobError {
  return new JobError("unreachable", {
    what: "RunPod could not be reached",
    on: `job "${job.job}"`,
    why: reasonOf(error),
    todo: "try again later; a pod that exists ends itself at its deadline",
  });
}
