import { createHash } from "node:crypto";
import type { JobPlan } from "../training-job/plan.ts";
import type { Budget, ChargedState, HeldMoney } from "../runpod/run/budget.ts";
import { folderNumbers } from "../runpod/run/folder-numbers.ts";
import { outcomeOf } from "../runpod/run/outcome-of.ts";
import type { RunRecord } from "../runpod/run/record.ts";
import { reasonOf } from "../runpod/run/retry.ts";
import { RunFolder } from "../runpod/run/run-folder.ts";
import type { Follower } from "../runpod/run/tracking.ts";
import type { World } from "../runpod/run/world.ts";
import { committedOf } from "./entry.ts";
import { LedgerError } from "./failures.ts";
import { microUsd, usdOf } from "./money.ts";
import type { RunReport } from "./plan.ts";
import { budgetText, refusedElsewhere, refusedMoney, refusedSilence } from "./refusals.ts";
import type { BudgetRef, LedgerStore } from "./store.ts";
import { isOpen, modelOf, toldRun } from "./told-run.ts";

/** How long a ledger that is away is asked before the pod, and after; and between two tries, and two signs of life. */
const REACH_MS = 20_000;
const PAUSE_MS = 2_000;
const BEAT_MS = 60_000;

/** What is left of a job's budget, USD. */
export interface Left {
  readonly budget: string;
  readonly limitUsd: number;
  readonly committedUsd: number;
}

/** Keeps the money of this process's runs in a ledger. */
export class Keeper implements Budget {
  private readonly store: LedgerStore;
  /** Runs that took money in this process and were not told to be over. */
  private readonly taken = new Map<string, number>();
  private readonly states = new Map<string, ChargedState>();

  constructor(store: LedgerStore) {
    this.store = store;
  }

  async reserve(job: JobPlan, world: World, usd: number): Promise<HeldMoney> {
    const budget = budgetOf(job);
    const wish = { run: job.run, job: job.job, model: modelOf(job), holder: holderOf(world) };
    const asked = { ...wish, wantedMicroUsd: microUsd(usd) };
    const made = await this.patiently(world, REACH_MS, () => this.store.reserve(budget, asked)).catch(
      (error: unknown) => {
        throw error instanceof LedgerError ? refusedSilence(job, error) : error;
      },
    );
    if (made.verdict === "elsewhere") throw refusedElsewhere(job, made);
    if (made.verdict === "refused") throw refusedMoney(job, made, world.clock.now());
    this.taken.set(job.run, usd);
    this.states.set(job.run, "held");
    const { limitMicroUsd, committedMicroUsd, crossedPercent } = made;
    return {
      budget: budgetText(job, made.entry.period),
      ...{ limitUsd: usdOf(limitMicroUsd), committedUsd: usdOf(committedMicroUsd), crossedPercent },
    };
  }

  follow(job: JobPlan, world: World): Follower {
    const stop = new AbortController();
    const done = this.beat(job, world, stop.signal);
    return {
      stop: async () => {
        stop.abort();
        await done;
      },
    };
  }

  async settle(job: JobPlan, world: World, limitMs: number = REACH_MS): Promise<ChargedState> {
    const records = await recordsOf(job, world);
    if (records.length === 0) return this.charged(job);
    const report = this.reportOf(job, world, records);
    try {
      const entry = await this.patiently(world, limitMs, () => this.store.report(budgetOf(job), report));
      if (!report.open) this.taken.delete(job.run);
      this.states.set(job.run, entry?.state ?? "unknown");
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      world.log(`warning: the ledger does not know yet what this run came to (${error.message})`);
      world.log("its money stays taken until ./yard up, refresh or ./yard cost reconcile tells it");
      this.states.set(job.run, "pending");
    }
    return this.charged(job);
  }

  charged(job: JobPlan): ChargedState {
    return this.states.get(job.run) ?? "unknown";
  }

  /** What is left now; asked once, for a preview. Throws LedgerError. */
  async left(job: JobPlan): Promise<Left> {
    const budget = budgetOf(job);
    const { period, entries } = await this.store.read(budget);
    const others = entries.filter((entry) => entry.run !== job.run);
    return {
      budget: budgetText(job, period),
      limitUsd: usdOf(budget.limitMicroUsd),
      committedUsd: usdOf(committedOf(others)),
    };
  }

  /** A run that took money, or has a pod, is alive as long as we are. Its end is told by `settle` alone. */
  private async beat(job: JobPlan, world: World, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        await world.clock.sleep(BEAT_MS, signal);
        if (signal.aborted) return;
        const records = await recordsOf(job, world);
        if (!this.taken.has(job.run) && !isOpen(records)) continue;
        const report = { ...this.reportOf(job, world, records), open: true };
        await this.store.report(budgetOf(job), report).catch((error: unknown) => {
          if (!(error instanceof LedgerError)) throw error;
        });
      }
    } catch (error) {
      if (!world.signal.aborted) world.log(`warning: the ledger is not told how the run goes on: ${reasonOf(error)}`);
    }
  }

  private reportOf(job: JobPlan, world: World, records: readonly RunRecord[]): RunReport {
    const nowMs = world.clock.now();
    const worstCaseUsd = this.taken.get(job.run) ?? job.maxUsd;
    return toldRun(job, records, outcomeOf(job, records, nowMs), { holder: holderOf(world), worstCaseUsd, nowMs });
  }

  private async patiently<T>(world: World, limitMs: number, call: () => Promise<T>): Promise<T> {
    const end = world.clock.now() + limitMs;
    for (;;) {
      try {
        return await call();
      } catch (error) {
        const again = error instanceof LedgerError && error.kind === "away" && world.clock.now() + PAUSE_MS < end;
        if (!again) throw error;
      }
      await world.clock.sleep(PAUSE_MS);
    }
  }
}

function budgetOf(job: JobPlan): BudgetRef {
  if (job.budget === undefined) throw new Error(`job "${job.job}" has no budget`);
  const { environment, team, period: kind, limitUsd } = job.budget;
  return { environment, team, kind, limitMicroUsd: microUsd(limitUsd) };
}

/** Names a TRAINYARD_HOME without giving its token away. */
export function holderOf({ owner }: Pick<World, "owner">): string {
  return createHash("sha256").update(`ledger\n${owner}`).digest("hex").slice(0, 16);
}

async function recordsOf(job: JobPlan, world: World): Promise<readonly RunRecord[]> {
  const records: RunRecord[] = [];
  for (const attempt of await folderNumbers(job, world)) {
    const folder = await RunFolder.open(world, job, attempt).catch(() => undefined);
    if (folder !== undefined) records.push(folder.record);
  }
  return records;
}
