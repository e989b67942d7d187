import { formatUsd, spentUsd } from "../../lib/cost/spend.ts";
import { type JobPlan, reserveSeconds } from "../../training-job/plan.ts";
import type { Attempt } from "./attempt.ts";
import type { HeldMoney } from "./budget.ts";

/**
 * What a run may cost in all, USD, when `alreadyUsd` is spent and `attemptsLeft` pods may follow one another: each for its full
 * time and ending at the price ceiling, with a provisioning time-out for every candidate before the last; never above `maxUsd`.
 */
export function runCeilingUsd(job: JobPlan, alreadyUsd = 0, attemptsLeft = job.attempts): number {
  const waits = Math.max(0, job.candidates.length - 1) * job.provisionTimeoutSeconds;
  const attemptUsd = spentUsd(job.maxDurationSeconds + reserveSeconds(job) + waits, job.ceilingUsdPerHour);
  return Math.min(job.maxUsd, alreadyUsd + attemptsLeft * attemptUsd);
}

/** Takes the run's money from its budget, where it has one, before this attempt makes anything. Throws JobError (`refused`). */
export async function reserveMoney(attempt: Attempt): Promise<void> {
  const { job, world, folder, spentBeforeUsd } = attempt;
  if (world.budget === undefined) return;
  const attemptsLeft = Math.max(1, job.attempts - folder.record.attempt + 1);
  const usd = runCeilingUsd(job, spentBeforeUsd + folder.record.extrasUsd, attemptsLeft);
  const held = await world.budget.reserve(job, world, usd);
  await folder.phase("preflight", `${formatUsd(usd)} of the ${held.budget} is taken for this run: ${standing(held)}`);
  if (held.crossedPercent === undefined) return;
  await folder.complain("warning", {
    what: `${held.crossedPercent} % of the budget is spent or taken`,
    on: held.budget,
    why: standing(held),
    todo: "at 100 % no further run is started; raise trainyard:budget.limitUsd, or see ./yard cost report for what took it",
  });
}

function standing({ committedUsd, limitUsd }: HeldMoney): string {
  return `${formatUsd(committedUsd)} of ${formatUsd(limitUsd)} is spent or taken`;
}
