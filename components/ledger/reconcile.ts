import type { Pod, RunpodService } from "../runpod/service.ts";
import { BILL_LATEST_MS, type Billing, billOf, type Drift, driftOf, isLost } from "./drift.ts";
import type { Entry } from "./entry.ts";
import { microUsd } from "./money.ts";
import type { RunReport } from "./plan.ts";
import type { BudgetRef, LedgerStore, PeriodState } from "./store.ts";

/** How much of the time around a period is read: runs begin before its end and end after it. */
const AROUND_MS = 31 * 86_400_000;

export interface ReconcileOptions {
  readonly store: LedgerStore;
  readonly budget: BudgetRef;
  readonly service: Pick<RunpodService, "listPods" | "billedPods">;
  /** Epoch milliseconds, within the period that is looked at. @default - the running one */
  readonly atMs?: number | undefined;
  /** Pods that the ledger does not know count into the drift: the account is this ledger's alone. */
  readonly countUnknown: boolean;
}

export interface Reconciliation extends Drift {
  readonly period: string;
  /** What was written into the ledger, a line each. */
  readonly changes: readonly string[];
}

/**
 * Compares a period of a budget with RunPod's bill, then has the ledger take the bill for every run whose bill is whole, and
 * ends the runs that nobody will end any more. Drift is of the ledger as it was, and by its clock. Throws LedgerError,
 * RunpodError.
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciliation> {
  const { store, budget, countUnknown } = options;
  const { period, entries, ...at } = await store.read(budget, options.atMs);
  const billing = await billingOf(options, at);
  const drift = driftOf(entries, billing, await store.knownPods(), { nowMs: at.nowMs, countUnknown });
  const changes: string[] = [];
  for (const entry of entries) {
    const report = correction(entry, billing, at.nowMs);
    if (report === undefined) continue;
    // RunPod was asked meanwhile, for seconds: a run that took its money again is not ended by what was read before.
    const after = await store.report(budget, report, entry);
    if (after !== undefined) changes.push(changeText(entry, after));
  }
  return { period, ...drift, changes };
}

async function billingOf(
  { service }: ReconcileOptions,
  { startMs, endMs, nowMs }: Pick<PeriodState, "startMs" | "endMs" | "nowMs">,
): Promise<Billing> {
  const until = (ms: number): Date => new Date(Math.min(ms, nowMs));
  const usdByPod = await service.billedPods(new Date(startMs - AROUND_MS), until(endMs + AROUND_MS));
  const usdInPeriod = await service.billedPods(new Date(startMs), until(endMs));
  const livePods = (await service.listPods()).map(({ id, name }: Pod) => ({ id, name }));
  return { usdByPod, usdInPeriod, livePods };
}

/** What the ledger should be told of a run; undefined where it has all that there is, or where more may come. */
function correction(entry: Entry, billing: Billing, nowMs: number): RunReport | undefined {
  const lost = isLost(entry, billing, nowMs);
  if (entry.state !== "settled" && !lost) return undefined;
  const bill = microUsd(billOf(entry, billing));
  // Nobody saw when a lost run's pod went, so its bill may still grow: the next reconciliation takes it, and all that was taken
  // for the run counts until then. Where a command ran, no row is no bill of $0, however late.
  const hasBill = entry.usedSeconds === 0 || entry.podIds.some((id) => billing.usdByPod.has(id));
  const isWhole = !lost && hasBill && entry.podIds.length > 0 && nowMs - entry.seenAtMs >= BILL_LATEST_MS;
  const billedMicroUsd = isWhole ? bill : null;
  if (!lost && (billedMicroUsd === null || billedMicroUsd === entry.billedMicroUsd)) return undefined;
  const { run, job, model, holder, podIds, gpus, paidSeconds, usedSeconds, reservedMicroUsd } = entry;
  const unseen = lost && podIds.length > 0 ? reservedMicroUsd : 0;
  return {
    ...{ run, job, model, holder, open: false, podIds, gpus, paidSeconds, usedSeconds, billedMicroUsd },
    ...{ worstCaseMicroUsd: reservedMicroUsd, spentMicroUsd: Math.max(entry.spentMicroUsd, bill, unseen) },
  };
}

function changeText(before: Entry, { state, billedMicroUsd }: Entry): string {
  if (before.state === "held") return `${before.run}: nobody held it any more and no pod of it is there; ${state}`;
  return `${before.run}: takes the bill, $${((billedMicroUsd ?? 0) / 1e6).toFixed(4)}`;
}
