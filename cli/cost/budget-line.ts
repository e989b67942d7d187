import { chargeOf, committedOf, type Entry } from "../../components/ledger/entry.ts";
import { usdOf } from "../../components/ledger/money.ts";
import { formatUsd } from "../../components/lib/cost/spend.ts";

/** How a budget stands in a period, USD. */
export interface BudgetStanding {
  readonly limitUsd: number;
  /** What all runs take: the bill, our own sum, or all that a run that is held may still cost. */
  readonly committedUsd: number;
  /** Part of it that is held. */
  readonly heldUsd: number;
  /** Runs that hold it. */
  readonly holding: readonly string[];
}

export function standingOf(entries: readonly Entry[], limitMicroUsd: number): BudgetStanding {
  const held = entries.filter((entry) => entry.state === "held");
  return {
    limitUsd: usdOf(limitMicroUsd),
    committedUsd: usdOf(committedOf(entries)),
    heldUsd: usdOf(held.reduce((sum, entry) => sum + chargeOf(entry), 0)),
    holding: held.map((entry) => entry.run),
  };
}

/** `budget: $12.30 of $400.00 is spent or taken (3.1 %), $5.000 of it held by a-run`. */
export function renderStanding({ limitUsd, committedUsd, heldUsd, holding }: BudgetStanding): string {
  const share = `${((100 * committedUsd) / limitUsd).toFixed(1)} %`;
  const by = holding.length === 0 ? "" : `, ${formatUsd(heldUsd)} of it held by ${holding.join(", ")}`;
  return `budget: ${formatUsd(committedUsd)} of ${formatUsd(limitUsd)} is spent or taken (${share})${by}`;
}
