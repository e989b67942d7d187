import { formatUsd, spentUsd } from "../../lib/cost/spend.ts";
import { reserveSeconds } from "../../training-job/plan.ts";
import { type Attempt, lifetimeOf } from "./attempt.ts";
import { JobError } from "./outcome.ts";
import { SHORTEST_LIFETIME_SECONDS } from "./timing.ts";

/** Seconds that the next pod may live. Throws where they are not worth a start; a lost answer may have used money up meanwhile. */
export function payableSeconds({ job, folder, spentBeforeUsd }: Attempt): number {
  const reservedUsd = spentBeforeUsd + folder.record.extrasUsd;
  const { seconds } = lifetimeOf(job, reservedUsd);
  if (seconds >= SHORTEST_LIFETIME_SECONDS) return seconds;
  throw new JobError("over-budget", {
    what: "the run's money is used up",
    on: `job "${job.job}"`,
    why: `${formatUsd(reservedUsd)} of maxUsd ${formatUsd(job.maxUsd)} is spent or reserved`,
    todo: "raise maxUsd and run ./yard up: it goes on from the last checkpoint",
  });
}

/** Refuses to start what cannot be paid, by the cap or by the account. An unknown balance only warns. */
export async function preflight(attempt: Attempt): Promise<void> {
  const { job, world, folder } = attempt;
  const on = `job "${job.job}"`;
  const seconds = payableSeconds(attempt);
  const worstCaseUsd = spentUsd(seconds + reserveSeconds(job), job.ceilingUsdPerHour);
  await folder.save({ worstCaseUsd });
  await folder.phase("preflight", `this attempt can cost ${formatUsd(worstCaseUsd)} at most`);
  const balance = await world.service.balanceUsd();
  if (balance === undefined) {
    await folder.complain("warning", {
      what: "the balance is unknown",
      on,
      why: "RunPod did not say it",
      todo: `make sure that the account holds ${formatUsd(worstCaseUsd)}`,
    });
  } else if (balance < worstCaseUsd) {
    throw new JobError("refused", {
      what: "the balance is less than the run can cost",
      on,
      why: `${formatUsd(balance)} is there, ${formatUsd(worstCaseUsd)} may be needed`,
      todo: "add credit to the RunPod account, or lower maxUsd or maxDurationMinutes",
    });
  }
}
