import type { JobPlan } from "../../training-job/plan.ts";
import type { Keeping } from "./world.ts";

/** Numbers of the attempts that have a run folder. */
export async function folderNumbers(job: Pick<JobPlan, "job" | "stack" | "hash">, world: Keeping): Promise<number[]> {
  const prefix = `${job.stack}-${job.hash.slice(0, 8)}-a`;
  const names = await world.runs.list(`runs/${job.job}`);
  return names.flatMap((name) => {
    const n = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    return Number.isInteger(n) && n > 0 ? [n] : [];
  });
}
