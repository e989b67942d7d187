import type { RunReport } from "./plan.ts";
import type { JobPlan } from "../training-job/plan.ts";
import type { JobOutcome } from "../runpod/run/outcome.ts";
import { mayHavePod, type RunRecord } from "../runpod/run/record.ts";
import { microUsd } from "./money.ts";

/** What the run folders say of a run, for the ledger. */
export function toldRun(
  job: JobPlan,
  records: readonly RunRecord[],
  outcome: JobOutcome | undefined,
  told: { readonly holder: string; readonly worstCaseUsd: number; readonly nowMs: number },
): RunReport {
  const made = records.filter((record) => record.podIds.length > 0);
  const billedUsd = outcome?.billedUsd ?? null;
  return {
    ...{ run: job.run, job: job.job, model: modelOf(job), holder: told.holder, open: isOpen(records) },
    worstCaseMicroUsd: microUsd(told.worstCaseUsd),
    spentMicroUsd: microUsd(outcome?.spentUsd ?? 0),
    billedMicroUsd: billedUsd === null || made.length === 0 ? null : microUsd(billedUsd),
    podIds: made.flatMap((record) => record.podIds),
    gpus: made.map((record) => record.gpu ?? "unknown"),
    paidSeconds: sum(made.map((record) => secondsBetween(record.createdAt, goneAt(record), told.nowMs))),
    usedSeconds: sum(made.map((record) => secondsBetween(record.startedAt, record.finishedAt, told.nowMs))),
  };
}

/** A pod of these attempts may still be there. */
export function isOpen(records: readonly RunRecord[]): boolean {
  return records.some((record) => mayHavePod(record) && record.provedGoneAt === null);
}

/** What is trained: the recipe's name, else the job's. */
export function modelOf({ recipe, job }: Pick<JobPlan, "recipe" | "job">): string {
  const name = recipe?.["name"];
  return typeof name === "string" && name !== "" ? name : job;
}

const goneAt = ({ terminatedAt, provedGoneAt }: RunRecord): string | null => terminatedAt ?? provedGoneAt;

function secondsBetween(from: string | null, to: string | null, nowMs: number): number {
  if (from === null) return 0;
  return Math.max(0, ((to === null ? nowMs : Date.parse(to)) - Date.parse(from)) / 1000);
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
