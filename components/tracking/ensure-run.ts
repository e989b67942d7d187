import type { JobPlan } from "../training-job/plan.ts";
import type { TrackingServer } from "./api.ts";
import { TrackingError } from "./failures.ts";
import type { TrackedRun } from "./records.ts";
import { HASH_TAG, nameTags, RUN_TAG } from "./render/facts.ts";

/** The experiment of a job: the link's, else its project and stack. */
export function experimentOf(job: JobPlan, configured: string | undefined): string {
  return configured ?? `${job.project}/${job.stack}`;
}

/** The runs that MLflow has for this hash, those that are finished first, then the oldest. */
export async function findRuns(
  server: TrackingServer,
  experimentId: string,
  job: JobPlan,
): Promise<readonly TrackedRun[]> {
  const runs = await server.findRuns(experimentId, { key: RUN_TAG, value: job.run });
  const own = runs.filter((run) => (run.tags.get(HASH_TAG) ?? job.hash) === job.hash);
  const isOpen = (run: TrackedRun) => (run.status === "FINISHED" ? 0 : 1);
  return own.sort((a, b) => isOpen(a) - isOpen(b));
}

/**
 * The one run of this hash, made where there is none. `unsure` is called once a create was sent whose answer nobody saw. A create whose answer was lost is looked for before another is sent; what
 * one that landed late all the same leaves is deleted by `deleteExtras`.
 */
export async function ensureRun(
  server: TrackingServer,
  experiment: string,
  job: JobPlan,
  nowMs: number,
  unsure: () => Promise<void>,
): Promise<TrackedRun> {
  const experimentId = await server.experimentId(experiment);
  const [known] = await findRuns(server, experimentId, job);
  if (known !== undefined) return known;
  try {
    await server.createRun({ experimentId, name: job.run, startMs: nowMs, tags: nameTags(job) });
  } catch (error) {
    if (!(error instanceof TrackingError) || error.kind !== "away") throw error;
    await unsure();
    const [landed] = await findRuns(server, experimentId, job);
    if (landed === undefined) throw error;
  }
  const [made] = await findRuns(server, experimentId, job);
  if (made === undefined) throw new TrackingError("away", `create the run "${job.run}": it does not show yet`);
  return made;
}

/** Deletes what a create that landed late left beside the run: runs of the same hash that hold nothing. */
export async function deleteExtras(server: TrackingServer, kept: TrackedRun, job: JobPlan): Promise<void> {
  const others = (await findRuns(server, kept.experimentId, job)).filter((run) => run.id !== kept.id);
  const empty = others.filter((run) => run.status === "RUNNING" && run.metrics.size === 0 && run.params.size === 0);
  for (const run of empty) await server.deleteRun(run.id);
}
