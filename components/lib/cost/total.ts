import { type Cost, costOf, type Costly, type Figure } from "./figure.ts";
import type { Prices } from "./prices.ts";

/** One resource before and after an update. */
export interface Change {
  readonly type: string;
  readonly name: string;
  /** Inputs as they stand; undefined for what does not exist yet. */
  readonly before: Costly["inputs"] | undefined;
  /** Inputs as they will be; undefined for what goes. */
  readonly after: Costly["inputs"] | undefined;
  /** Whether the update starts work of it. */
  readonly starts: boolean;
  /** It goes from the stack and stays on the bill. */
  readonly kept?: true;
}

/** A resource whose cost is not known. */
export interface Unpriced {
  readonly type: string;
  readonly name: string;
  readonly why: string;
}

/** The money of one update. All USD. */
export interface Total {
  /** What stands afterwards, for as long as nobody deletes it. */
  readonly standingUsdPerMonth: number;
  readonly standingUsdPerHour: number;
  /** What stands now. */
  readonly beforeUsdPerMonth: number;
  /** After less before. */
  readonly changeUsdPerMonth: number;
  /** What is paid in an hour while every run of this update goes on: runs, and what stands. */
  readonly runningUsdPerHour: number;
  /** What the runs of this update can cost at most. */
  readonly worstCaseUsd: number;
  /** Where the figures come from: the least sure of them for runs, and for what stands. */
  readonly confidence: { readonly standing: Figure["confidence"] | null; readonly runs: Figure["confidence"] | null };
  /** No figure, never 0: the sums are lower bounds while there is one. */
  readonly unknown: readonly Unpriced[];
  /** What costs by a measure that no preview has. */
  readonly notCounted: readonly string[];
}

/** What is never part of a preview's figures. */
const neverCounted = ["traffic", "taxes"] as const;

/** Least sure first. */
const doubt = ["ceiling", "file", "live"] as const;

/** The money of an update, from its resources and the environment's prices. */
export function totalOf(changes: readonly Change[], prices: Prices): Total {
  const judged = changes.map((change) => ({ change, after: cost(change, change.after, prices) }));
  const figures = (kind: Figure["kind"], starts: boolean) =>
    judged.flatMap(({ change, after }) => (after?.kind === kind && (!starts || change.starts) ? [after] : []));
  const [stands, runs] = [figures("stands", false), figures("runs", true)];
  const standingUsdPerMonth = sum(stands, "usdPerMonth");
  const standingUsdPerHour = sum(stands, "usdPerHour");
  const before = changes.map((change) => cost(change, change.before, prices));
  const beforeUsdPerMonth = sum(
    before.flatMap((one) => (one?.kind === "stands" ? [one] : [])),
    "usdPerMonth",
  );
  const what = judged.flatMap(({ after }) => (after?.kind === "uncounted" ? [after.what] : []));
  return {
    standingUsdPerMonth,
    standingUsdPerHour,
    beforeUsdPerMonth,
    changeUsdPerMonth: standingUsdPerMonth - beforeUsdPerMonth,
    runningUsdPerHour: sum(runs, "usdPerHour") + standingUsdPerHour,
    worstCaseUsd: sum(runs, "worstCaseUsd"),
    confidence: { standing: leastSure(stands), runs: leastSure(runs) },
    unknown: judged.flatMap(({ change, after }) => unpriced(change, after)),
    notCounted: [...new Set(what), ...neverCounted],
  };
}

function cost({ type, name }: Change, inputs: Costly["inputs"] | undefined, prices: Prices): Cost {
  return inputs === undefined ? undefined : costOf({ type, name, inputs }, prices);
}

function unpriced({ type, name }: Change, after: Cost): readonly Unpriced[] {
  return after?.kind === "unknown" ? [{ type, name, why: after.why }] : [];
}

function sum(figures: readonly Figure[], field: "usdPerHour" | "usdPerMonth" | "worstCaseUsd"): number {
  return figures.reduce((total, figure) => total + figure[field], 0);
}

function leastSure(figures: readonly Figure[]): Figure["confidence"] | null {
  return doubt.find((confidence) => figures.some((figure) => figure.confidence === confidence)) ?? null;
}
