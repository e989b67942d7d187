import type { Prices } from "../../components/lib/cost/prices.ts";
import { plannedCosts } from "./costs.ts";
import type { Events } from "./engine-events.ts";
import { moneyOf } from "./money.ts";

/** What a preview knows beside its events. */
export interface Seen {
  readonly prices: Prices;
  readonly balanceUsd: number | undefined;
  /** What was warned of: also what could not be seen. */
  readonly warnings: readonly string[];
}

/** The document of `./yard preview --json`: names, numbers and verdicts; of inputs only which of them change. */
export function previewDocument(stack: string, events: Events, { prices, balanceUsd, warnings }: Seen) {
  const { changes, violations, steps } = events;
  const { source, date } = prices;
  const money = { ...moneyOf(steps, prices), prices: { source, date }, balanceUsd: balanceUsd ?? null };
  const shown = steps.map(({ op, type, name, diffs }) => ({ op, type, name, diffs }));
  const told = [...warnings, ...events.said];
  return { stack, changes, steps: shown, cost: plannedCosts(steps), money, violations, warnings: told };
}
