import { type Entry } from "../../components/ledger/entry.ts";
import { LedgerError } from "../../components/ledger/failures.ts";
import { periodOf } from "../../components/ledger/period.ts";
import { currentEntry, foundEntry, isUnchanged, planReport, planReservation } from "../../components/ledger/plan.ts";
import type { RunReport, Wish } from "../../components/ledger/plan.ts";
import type { BudgetRef, LedgerStore } from "../../components/ledger/store.ts";

/** What befalls one call: it never arrives, or its answer is lost after it had its effect. */
export type LedgerFault = "unsent" | "lost" | undefined;

/** A ledger in memory, by the same rules; `now` is its clock. */
export class SimulatedLedger implements LedgerStore {
  entries: readonly Entry[] = [];
  calls: string[] = [];
  /** Asked once for each call that changes something. */
  fault: (call: string) => LedgerFault = () => undefined;
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  async reserve(budget: BudgetRef, wish: Omit<Wish, "environment" | "team" | "period">) {
    return this.changing(`reserve ${wish.run}`, () => {
      const { environment, team, kind, limitMicroUsd } = budget;
      const period = periodOf(kind, this.now()).key;
      const made = planReservation(
        { ...wish, environment, team, period },
        limitMicroUsd,
        this.entriesOf(budget, period, wish.run),
        this.now(),
      );
      if (made.verdict === "held") [made.entry, ...made.closed].forEach((entry) => this.write(entry));
      return made;
    });
  }

  async report(budget: BudgetRef, report: RunReport, seen?: Entry) {
    return this.changing(`report ${report.run}`, () => {
      const { environment, team, kind } = budget;
      const period = periodOf(kind, this.now()).key;
      const current = currentEntry(this.entriesOf(budget, period, report.run), report.run);
      if (seen === undefined ? current === undefined && !report.open : !isUnchanged(current, seen)) return undefined;
      const place = { environment, team, period };
      const entry =
        current === undefined ? foundEntry(place, report, this.now()) : planReport(current, report, this.now());
      this.write(entry);
      return entry;
    });
  }

  async knownPods() {
    return new Set(this.entries.flatMap((entry) => entry.podIds));
  }

  async read(budget: Pick<BudgetRef, "environment" | "team" | "kind">, atMs = this.now()) {
    const { key: period, startMs, endMs } = periodOf(budget.kind, atMs);
    return { period, startMs, endMs, nowMs: this.now(), entries: this.entriesOf(budget, period, "") };
  }

  private entriesOf({ environment, team }: Pick<BudgetRef, "environment" | "team">, period: string, run: string) {
    return this.entries.filter(
      (entry) =>
        entry.environment === environment && ((entry.team === team && entry.period === period) || entry.run === run),
    );
  }

  private write(entry: Entry): void {
    const key = ({ environment, team, period, run }: Entry) => [environment, team, period, run].join(" ");
    this.entries = [...this.entries.filter((one) => key(one) !== key(entry)), entry];
  }

  private async changing<T>(call: string, work: () => T): Promise<T> {
    this.calls.push(call);
    const fault = this.fault(call);
    if (fault === "unsent") throw new LedgerError("away", "the connection was refused");
    const result = work();
    if (fault === "lost") throw new LedgerError("away", "the connection broke");
    return result;
  }
}
