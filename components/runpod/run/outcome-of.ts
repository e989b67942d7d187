import type { JobPlan } from "../../training-job/plan.ts";
import { costUsd } from "./ledger.ts";
import type { JobOutcome } from "./outcome.ts";
import type { RunRecord } from "./record.ts";

/** The outcome that a run's records tell, the newest attempt first in everything; undefined without an attempt. */
export function outcomeOf(job: JobPlan, records: readonly RunRecord[], nowMs: number): JobOutcome | undefined {
  const sorted = [...records].sort((a, b) => a.attempt - b.attempt);
  const told = sorted.find((record) => record.status === "succeeded") ?? sorted.at(-1);
  if (told === undefined) return undefined;
  const made = sorted.filter((record) => record.podIds.length > 0);
  const bills = made.map((record) => record.billedUsd);
  return {
    status: told.status,
    run: told.run,
    name: told.name,
    podId: told.podIds[0] ?? null,
    podIds: made.flatMap((record) => record.podIds),
    gpu: told.gpu,
    cloud: told.cloud,
    dataCenter: told.dataCenter,
    hourlyUsd: told.hourlyUsd,
    worstCaseUsd: job.worstCaseUsd,
    spentUsd: sorted.reduce((sum, one) => sum + costUsd(job, one, nowMs), 0),
    billedUsd: bills.includes(null) ? null : bills.reduce<number>((sum, usd) => sum + (usd ?? 0), 0),
    attempts: sorted.length,
    exitCode: told.exitCode,
    artifactsPath: told.artifactsPath,
    logsPath: told.logsPath,
    metrics: told.metrics,
  };
}
