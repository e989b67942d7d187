import fc from "fast-check";
import { expect, it } from "vitest";
import { chargeOf, committedOf, type Entry } from "../../../components/ledger/entry.ts";
import { LedgerError } from "../../../components/ledger/failures.ts";
import { microUsd } from "../../../components/ledger/money.ts";
import { SimulatedLedger } from "../../support/simulated-ledger.ts";
import { NOW } from "./fixtures.ts";

const runs = Number(process.env["TRAINYARD_PROPERTY_RUNS"] ?? 1000);
const full = process.env["TRAINYARD_FULL"] === "1";
const seed =
  Number(process.env["TRAINYARD_PROPERTY_SEED"] ?? (full ? Date.now() % 2 ** 31 : 41_926)) || Date.now() % 2 ** 31;

const LIMIT = microUsd(20);
const budget = { environment: "prod", team: "vision", kind: "month", limitMicroUsd: LIMIT } as const;
const HOLDERS = 3;
const RUNS = 4;

/** What one machine does next with one run. Faults: the call never arrives, or has its effect and its answer is lost. */
const step = fc.record({
  holder: fc.nat(HOLDERS - 1),
  run: fc.nat(RUNS - 1),
  act: fc.constantFrom("reserve", "spend", "end", "bill", "die"),
  /** Share of what the run may cost, in hundredths. */
  share: fc.integer({ min: 0, max: 100 }),
  fault: fc.constantFrom(undefined, undefined, undefined, "unsent", "lost"),
  minutes: fc.constantFrom(0, 1, 5, 20, 60 * 24),
} as const);

/** The truth that a machine lives in: what its pods of a run really cost. A pod exists only between a held answer and an end. */
interface Truth {
  spent: number;
  wanted: number;
  podOf: number | undefined;
  billed: number | null;
  pods: number;
}

interface Step {
  readonly holder: number;
  readonly run: number;
  readonly act: string;
  readonly share: number;
  readonly fault: "unsent" | "lost" | undefined;
  readonly minutes: number;
}

async function play(steps: readonly Step[]): Promise<void> {
  let now = NOW;
  const ledger = new SimulatedLedger(() => now);
  const truths: Truth[] = Array.from({ length: RUNS }, () => ({
    ...{ spent: 0, wanted: 0, podOf: undefined, billed: null, pods: 0 },
  }));
  for (const { holder, run, act, share, fault, minutes } of steps) {
    now += minutes * 60_000;
    ledger.fault = () => fault;
    const truth = truths[run] as Truth;
    const name = `run-${run}`;
    const who = { run: name, job: "job", model: "model", holder: `home-${holder}` };
    if (act === "reserve" && truth.podOf === undefined) {
      const wanted = truth.spent + microUsd(1 + run * 3);
      const made = await ledger.reserve(budget, { ...who, wantedMicroUsd: wanted }).catch(thrown);
      if (made?.verdict === "held") {
        truth.podOf = holder;
        truth.wanted = wanted;
        truth.billed = null;
        truth.pods++;
      }
      if (made?.verdict === "refused") expect(made.committedMicroUsd + made.wantedMicroUsd).toBeGreaterThan(LIMIT);
    }
    if (truth.podOf === holder && act !== "reserve" && act !== "bill" && act !== "die") {
      // Never more than was asked for: the pod's own deadline sees to that.
      truth.spent = Math.max(truth.spent, Math.round((truth.wanted * share) / 100));
      const open = act === "spend";
      const sums = { spentMicroUsd: truth.spent, billedMicroUsd: null, worstCaseMicroUsd: truth.wanted };
      const pods = { podIds: Array.from({ length: truth.pods }, (_one, n) => `${name}-p${n}`), gpus: [] };
      const times = { paidSeconds: 0, usedSeconds: 0 };
      await ledger.report(budget, { ...who, open, ...sums, ...pods, ...times }).catch(thrown);
      // An end is told once the pod is gone, and that it could not be told brings no pod back.
      if (!open) truth.podOf = undefined;
    }
    if (act === "bill" && truth.podOf === undefined && truth.pods > 0) {
      truth.billed = Math.round((truth.spent * share) / 100);
      const sums = { spentMicroUsd: truth.spent, billedMicroUsd: truth.billed, worstCaseMicroUsd: truth.wanted };
      const podIds = Array.from({ length: truth.pods }, (_one, n) => `${name}-p${n}`);
      const rest = { podIds, gpus: [], paidSeconds: 0, usedSeconds: 0 };
      await ledger.report(budget, { ...who, open: false, ...sums, ...rest }).catch(thrown);
    }
    check(ledger.entries, truths);
  }
}

function thrown(error: unknown): undefined {
  if (!(error instanceof LedgerError)) throw error;
}

function check(entries: readonly Entry[], truths: readonly Truth[]): void {
  for (const period of new Set(entries.map((entry) => entry.period)))
    expect(committedOf(entries.filter((entry) => entry.period === period))).toBeLessThanOrEqual(LIMIT);
  truths.forEach((truth, run) => {
    const own = entries.filter((entry) => entry.run === `run-${run}`);
    expect(new Set(own.map((entry) => entry.period)).size).toBe(own.length);
    const charged = own.reduce((sum, entry) => sum + chargeOf(entry), 0);
    // What a pod may still cost is taken before it exists.
    if (truth.podOf !== undefined) expect(charged).toBeGreaterThanOrEqual(Math.max(truth.wanted, truth.spent));
  });
}

it(`never takes more than the budget, nor a run twice, in ${runs} random interleavings (seed ${seed})`, async () => {
  console.info(`seed ${seed}, ${runs} interleavings`);
  const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), play);
  await fc.assert(property, { numRuns: runs, seed });
});
