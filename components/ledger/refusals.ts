import { formatUsd } from "../lib/cost/spend.ts";
import { JobError } from "../runpod/run/outcome.ts";
import type { JobPlan } from "../training-job/plan.ts";
import type { LedgerError } from "./failures.ts";
import { usdOf } from "./money.ts";
import { periodOf } from "./period.ts";
import type { Reservation } from "./plan.ts";

/** `budget of team "vision" in prod (2026-11)` */
export function budgetText({ budget }: JobPlan, period: string): string {
  return `budget of team "${budget?.team ?? ""}" in ${budget?.environment ?? ""} (${period})`;
}

/** The run does not fit. */
export function refusedMoney(job: JobPlan, made: Reservation & { verdict: "refused" }, nowMs: number): JobError {
  const { key, endMs } = periodOf(job.budget?.period ?? "month", nowMs);
  const leftUsd = usdOf(Math.max(0, made.limitMicroUsd - made.committedMicroUsd));
  const next = new Date(endMs).toISOString().slice(0, 10);
  return new JobError("refused", {
    what: "the run does not fit in the budget, so nothing was created",
    on: `job "${job.job}"`,
    why: `${formatUsd(usdOf(made.wantedMicroUsd))} may be needed, ${formatUsd(leftUsd)} of ${formatUsd(usdOf(made.limitMicroUsd))} is left in the ${budgetText(job, key)}`,
    todo: `wait until runs that hold money have ended (./yard cost report), lower maxUsd, maxDurationMinutes or attempts, or raise trainyard:budget.limitUsd; the next period begins on ${next}`,
  });
}

/** Somebody else holds this very run. */
export function refusedElsewhere(job: JobPlan, made: Reservation & { verdict: "elsewhere" }): JobError {
  return new JobError("refused", {
    what: "another machine holds this run in the budget, so nothing was created",
    on: `job "${job.job}" (${job.run})`,
    why: `it was heard of at ${new Date(made.seenAtMs).toISOString()}, under another ownership token than this TRAINYARD_HOME's`,
    todo: "let it end there; if that machine is lost, run ./yard up again when it has been silent for 15 minutes",
  });
}

/** Nobody can say what is left. */
export function refusedSilence(job: JobPlan, error: LedgerError): JobError {
  return new JobError("refused", {
    what: "the budget's ledger cannot be asked, so nothing was created",
    on: `job "${job.job}" (${job.budget?.ledger.controlUrl ?? ""})`,
    why: error.message,
    todo: "bring the database back (./yard status shows it) and run ./yard up again; to go on without a budget, take trainyard:budget out of the stack's configuration",
  });
}
