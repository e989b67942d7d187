import { createHash } from "node:crypto";
import { z } from "zod";
import type { JobPlan } from "../training-job/plan.ts";
import type { RunRecord } from "../runpod/run/record.ts";
import type { RunFolders } from "../runpod/run/world.ts";

const journalSchema = z.object({
  version: z.literal(1),
  /** Which server and experiment the rest is about. */
  server: z.string(),
  runId: z.string().nullable(),
  /** Digest of the records that MLflow has been told in full; null = not yet. */
  told: z.string().nullable(),
  /** When a create was sent whose answer nobody saw, RFC 3339: it may still land, and make a second run. */
  unsureSince: z.string().nullable().default(null),
  /** What could not be told last time. */
  why: z.string().nullable(),
  /** The commit that the run was started from. */
  source: z.object({ commit: z.string(), dirty: z.boolean() }).nullable(),
  /** Files that MLflow has, with their SHA-256. */
  stored: z.record(z.string(), z.string()),
});

/**
 * What MLflow knows of one run, beside its run folders: `runs/<job>/<stack>-<hash8>-mlflow.json`. The metrics that wait for
 * MLflow stand in container.log; nothing is copied.
 */
export type Journal = Readonly<z.infer<typeof journalSchema>>;

export function journalPath(job: Pick<JobPlan, "job" | "stack" | "hash">): string {
  return `runs/${job.job}/${job.stack}-${job.hash.slice(0, 8)}-mlflow.json`;
}

/** The journal of a run for this server; one of another server, or one that cannot be read, counts for nothing. */
export async function readJournal(runs: RunFolders, job: JobPlan, server: string): Promise<Journal> {
  const fresh: Journal = {
    ...{ version: 1, server, runId: null, told: null, why: null, source: null, stored: {} },
    unsureSince: null,
  };
  const text = await runs.read(journalPath(job));
  if (text === undefined) return fresh;
  try {
    const kept = journalSchema.parse(JSON.parse(text));
    return kept.server === server ? kept : { ...fresh, source: kept.source };
  } catch {
    return fresh;
  }
}

export async function writeJournal(runs: RunFolders, job: JobPlan, journal: Journal): Promise<void> {
  await runs.write(journalPath(job), `${JSON.stringify(journal, null, 2)}\n`);
}

/** Changes whenever something about a run changes that MLflow is told. `logBytes`: of all kept logs. */
export function digestOf(
  job: Pick<JobPlan, "maxUsd" | "worstCaseUsd" | "image">,
  records: readonly RunRecord[],
  logBytes: number,
): string {
  const { maxUsd, worstCaseUsd, image } = job;
  const facts = JSON.stringify([maxUsd, worstCaseUsd, image, records, logBytes]);
  return createHash("sha256").update(facts).digest("hex");
}
