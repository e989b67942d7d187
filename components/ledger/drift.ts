import { timing } from "../runpod/run/timing.ts";
import type { Entry } from "./entry.ts";
import { usdOf } from "./money.ts";
import { SILENCE_MS } from "./plan.ts";

/** The latest that RunPod's bill lands after a pod is gone. */
export const BILL_LATEST_MS = timing.billLatestMs;

/** How one run's bill stands to what the ledger has. `open`: not judged, a pod may run; `late`: not judged, the bill may grow. */
export interface RunDrift {
  readonly run: string;
  readonly judged: "yes" | "open" | "late";
  /** What the ledger has: its bill, else its own sum. */
  readonly ledgerUsd: number;
  /** What RunPod has billed for the run's pods. */
  readonly billedUsd: number;
  /** `billedUsd` against `ledgerUsd`; null where the ledger has nothing and RunPod has something. */
  readonly driftPercent: number | null;
}

/** A pod that RunPod has billed and no entry of the ledger names. */
export interface UnknownPod {
  readonly podId: string;
  /** Where the pod is still there. */
  readonly name: string | null;
  readonly billedUsd: number;
}

export interface Drift {
  /** Of runs that were judged, and of unknown pods where they count. */
  readonly ledgerUsd: number;
  readonly billedUsd: number;
  readonly driftPercent: number | null;
  /** Largest difference first. */
  readonly runs: readonly RunDrift[];
  readonly unknownPods: readonly UnknownPod[];
}

/** What RunPod says: dollars by pod, and pods that are there. */
export interface Billing {
  readonly usdByPod: ReadonlyMap<string, number>;
  /** The same for the period alone, without what lies before or after it. */
  readonly usdInPeriod: ReadonlyMap<string, number>;
  readonly livePods: readonly { readonly id: string; readonly name: string }[];
}

/** Compares a period's entries with the bill. `knownPods`: of every budget in the ledger. */
export function driftOf(
  entries: readonly Entry[],
  billing: Billing,
  knownPods: ReadonlySet<string>,
  at: { readonly nowMs: number; readonly countUnknown: boolean },
): Drift {
  const runs = entries
    .filter((entry) => entry.podIds.length > 0)
    .map((entry): RunDrift => {
      const [ledgerUsd, billedUsd] = [usdOf(entry.billedMicroUsd ?? entry.spentMicroUsd), billOf(entry, billing)];
      const money = { ledgerUsd, billedUsd, driftPercent: percentOf(ledgerUsd, billedUsd) };
      return { run: entry.run, judged: judged(entry, at.nowMs), ...money };
    });
  const unknownPods = [...billing.usdInPeriod]
    .filter(([podId, usd]) => usd > 0 && !knownPods.has(podId))
    .map(([podId, billedUsd]): UnknownPod => {
      return { podId, name: billing.livePods.find((pod) => pod.id === podId)?.name ?? null, billedUsd };
    });
  const sure = runs.filter((run) => run.judged === "yes");
  const ledgerUsd = sum(sure.map((run) => run.ledgerUsd));
  const strangers = at.countUnknown ? sum(unknownPods.map((pod) => pod.billedUsd)) : 0;
  const billedUsd = sum(sure.map((run) => run.billedUsd)) + strangers;
  const apart = ({ ledgerUsd: own, billedUsd: theirs }: RunDrift): number => Math.abs(theirs - own);
  return {
    ...{ ledgerUsd, billedUsd, driftPercent: percentOf(ledgerUsd, billedUsd) },
    runs: runs.toSorted((a, b) => apart(b) - apart(a)),
    unknownPods: unknownPods.toSorted((a, b) => b.billedUsd - a.billedUsd),
  };
}

function judged(entry: Entry, nowMs: number): RunDrift["judged"] {
  if (entry.state === "held") return "open";
  return entry.billedMicroUsd === null && nowMs - entry.seenAtMs < BILL_LATEST_MS ? "late" : "yes";
}

/** What RunPod has billed for a run's pods, USD. */
export function billOf(entry: Entry, { usdByPod }: Billing): number {
  return sum(entry.podIds.map((podId) => usdByPod.get(podId) ?? 0));
}

/** A run that is held, whose holder is silent, and of which RunPod shows no pod: nobody will tell its end any more. */
export function isLost(entry: Entry, { livePods }: Billing, nowMs: number): boolean {
  if (entry.state !== "held" || nowMs - entry.seenAtMs < SILENCE_MS) return false;
  return !livePods.some((pod) => entry.podIds.includes(pod.id) || pod.name.startsWith(`${entry.run}-a`));
}

/** By how much a bill differs from what was reckoned, in percent of that. */
function percentOf(ledgerUsd: number, billedUsd: number): number | null {
  if (ledgerUsd === billedUsd) return 0;
  return ledgerUsd === 0 ? null : (100 * (billedUsd - ledgerUsd)) / ledgerUsd;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
