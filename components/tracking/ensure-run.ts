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
 * The one run of this hash, made where there is none. A create whose answer was lost is looked for before another is sent; one
 * that landed late all the same makes two, of which the newer, still empty one is deleted.
 */
export async function ensureRun(
  server: TrackingServer,
  experiment: string,
  job: JobPlan,
  nowMs: number,
): Promise<TrackedRun> {
  const experimentId = await server.experimentId(experiment);
  const [known, ...others] = await findRuns(server, experimentId, job);
  if (known !== undefined) return keepOne(server, known, others);
  try {
    await server.createRun({ experimentId, name: job.run, startMs: nowMs, tags: nameTags(job) });
  } catch (error) {
    if (!(error instanceof TrackingError) || error.kind !== "away") throw error;
    const [landed] = await findRuns(server, experimentId, job);
    if (landed === undefined) throw error;
  }
  const [made, ...extras] = await findRuns(server, experimentId, job);
  if (made === undefined) throw new TrackingError("away", `create the run "${job.run}": it does not show yet`);
  return keepOne(server, made, extras);
}

async function keepOne(server: TrackingServer, kept: TrackedRun, others: readonly TrackedRun[]): Promise<TrackedRun> {
  for (const other of others) {
    const isEmpty = other.status === "RUNNING" && other.metrics.size === 0 && other.params.size === 0;
    if (isEmpty) await server.deleteRun(other.id);
  }
  return kept;
}
