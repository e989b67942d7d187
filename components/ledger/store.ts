import type { PeriodKind } from "./args.ts";
import type { Entry } from "./entry.ts";
import type { Reservation, RunReport, Wish } from "./plan.ts";

/** A budget: whose, how much, for how long. */
export interface BudgetRef {
  readonly environment: string;
  readonly team: string;
  readonly kind: PeriodKind;
  readonly limitMicroUsd: number;
}

/** One period of a budget, as it stands. */
export interface PeriodState {
  readonly period: string;
  readonly startMs: number;
  readonly endMs: number;
  /** When it was read, by the ledger's clock, as all times of entries are. */
  readonly nowMs: number;
  readonly entries: readonly Entry[];
}

/** Where entries are kept. Each call is one transaction that may be sent again; throws LedgerError. */
export interface LedgerStore {
  /** Takes a run's money, if it is there: of several who ask at once, one after the other is answered. */
  reserve(budget: BudgetRef, wish: Omit<Wish, "environment" | "team" | "period">): Promise<Reservation>;
  /**
   * Writes down what became of a run. undefined where it is over and the ledger never knew of it. `seen`: the report follows from
   * this entry alone; undefined, and nothing changes, where that is not how the run stands any more.
   */
  report(budget: BudgetRef, report: RunReport, seen?: Entry): Promise<Entry | undefined>;
  /** Pods that any entry of any budget names. */
  knownPods(): Promise<ReadonlySet<string>>;
  /** The period that `atMs` lies in; now where it is left out. Changes nothing, also where no table exists yet. */
  read(budget: Pick<BudgetRef, "environment" | "team" | "kind">, atMs?: number): Promise<PeriodState>;
}
