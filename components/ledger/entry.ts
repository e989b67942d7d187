/** `held`: its money is taken, a pod may exist. `settled`: it is over. `released`: it made no pod and cost nothing. */
export type EntryState = "held" | "settled" | "released";

/** What the ledger knows of one run in one period. Money in millionths of a dollar, of the whole run. */
export interface Entry {
  readonly environment: string;
  readonly team: string;
  readonly period: string;
  /** `<project>-<stack>-<job>-<hash8>` */
  readonly run: string;
  readonly job: string;
  /** What is trained: the recipe's name, or the job's. */
  readonly model: string;
  /** Who holds it: a digest of the ownership token of a TRAINYARD_HOME. */
  readonly holder: string;
  readonly state: EntryState;
  readonly reservedMicroUsd: number;
  /** Part of this run's money that entries of earlier periods carry. */
  readonly carriedMicroUsd: number;
  /** Reckoned by time and price. */
  readonly spentMicroUsd: number;
  /** By RunPod's bill; null while any part of it is pending. */
  readonly billedMicroUsd: number | null;
  readonly podIds: readonly string[];
  /** GPU names, one for each attempt that had a pod. */
  readonly gpus: readonly string[];
  /** For which pods existed. */
  readonly paidSeconds: number;
  /** For which the command ran. */
  readonly usedSeconds: number;
  /** Epoch milliseconds, by the ledger's clock. */
  readonly reservedAtMs: number;
  /** When its holder was last heard of. */
  readonly seenAtMs: number;
}

/** What a run takes of its period's budget: all that it may cost while it is held, then the bill, or our sum until that is in. */
export function chargeOf(entry: Entry): number {
  return Math.max(0, totalOf(entry) - entry.carriedMicroUsd);
}

function totalOf(entry: Entry): number {
  if (entry.state === "released") return 0;
  if (entry.state === "held") return Math.max(entry.reservedMicroUsd, entry.spentMicroUsd, entry.billedMicroUsd ?? 0);
  return entry.billedMicroUsd ?? entry.spentMicroUsd;
}

/** What all these runs take together. */
export function committedOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, entry) => sum + chargeOf(entry), 0);
}
