import { beforeEach, describe, expect, it } from "vitest";
import { chargeOf, committedOf } from "../../../components/ledger/entry.ts";
import { Keeper } from "../../../components/ledger/keeper.ts";
import { microUsd } from "../../../components/ledger/money.ts";
import { endJob } from "../../../components/runpod/run/end-job.ts";
import { runCeilingUsd } from "../../../components/runpod/run/reservation.ts";
import { AbortedError, JobError, type JobOutcome } from "../../../components/runpod/run/outcome.ts";
import { runJob } from "../../../components/runpod/run/run-job.ts";
import type { JobPlan } from "../../../components/training-job/plan.ts";
import { SimulatedLedger } from "../../support/simulated-ledger.ts";
import { createYard, plan, type Wishes, type Yard } from "../../support/simulated-yard.ts";

const link = { controlUrl: "kube://base/south:5432", database: "books", username: "books", password: "SENTINEL" };
const budget = (limitUsd: number) =>
  ({ limitUsd, team: "vision", environment: "prod", period: "month", ledger: link }) as const;

let yard: Yard;
let ledger: SimulatedLedger;
beforeEach(async () => {
  yard = await createYard({ script: { trainSeconds: 130 } });
  ledger = new SimulatedLedger(() => yard.clock.now());
});

/** A job that may cost $0.60 at most. */
const job = (limitUsd = 20, change: Partial<JobPlan> = {}): JobPlan =>
  plan(yard, { maxUsd: 0.6, budget: budget(limitUsd), ...change });

function controller(wishes: Wishes = {}) {
  const made = yard.controller(wishes);
  const keeper = new Keeper(ledger);
  return { world: { ...made.world, budget: keeper }, keeper, stop: () => made.stop() };
}

const pods = () => yard.emulator.core.pods();
const run = (what: JobPlan, one = controller()): Promise<JobOutcome> => yard.clock.run(runJob(what, one.world));
const refusal = async (running: Promise<unknown>): Promise<string> => {
  const error: unknown = await running.catch((thrown: unknown) => thrown);
  return error instanceof JobError ? `${error.kind}: ${error.message}` : String(error);
};
const events = (): string => [...yard.disk].filter(([path]) => path.endsWith("events.jsonl")).join("\n");
const committedUsd = (): number => committedOf(ledger.entries) / 1e6;

describe("a run with a budget", () => {
  it("takes all that it may cost before a pod is there, says so, and settles at the bill", async () => {
    const podsAtReserve: number[] = [];
    ledger.fault = (call) => {
      if (call.startsWith("reserve")) podsAtReserve.push(pods().length);
      return undefined;
    };
    const { world, keeper } = controller();
    const outcome = await yard.clock.run(runJob(job(), world));
    expect([outcome.status, podsAtReserve, keeper.charged(job())]).toEqual(["succeeded", [0], "settled"]);
    const [entry] = ledger.entries;
    expect(entry).toMatchObject({ state: "settled", reservedMicroUsd: microUsd(0.6), podIds: outcome.podIds });
    expect(committedUsd()).toBeCloseTo(outcome.billedUsd ?? -1, 5);
    expect(entry?.usedSeconds).toBeGreaterThan(120);
    expect(entry?.paidSeconds).toBeGreaterThan(entry?.usedSeconds ?? 0);
    expect(events()).toContain('$0.600 of the budget of team \\"vision\\" in prod (2026-11) is taken for this run');
  });

  it("says while it runs that it goes on, and what it has spent", async () => {
    const spent: number[] = [];
    ledger.fault = (call) => {
      if (call.startsWith("report")) spent.push(ledger.entries[0]?.spentMicroUsd ?? 0);
      return undefined;
    };
    await run(job());
    expect(spent.length).toBeGreaterThanOrEqual(3);
    expect(spent.at(-1)).toBeGreaterThan(0);
  });

  it.each([
    [0.7, 80],
    [1, 50],
  ])("warns in its events and in what up prints, with a limit of %s, at %s percent", async (limitUsd, percent) => {
    await run(job(limitUsd));
    expect(events()).toContain(`${percent} % of the budget is spent or taken`);
    expect(yard.lines.join("\n")).toContain(`warning: ${percent} % of the budget is spent or taken`);
  });

  it("is refused where it does not fit, with what is left and what to do, and nothing is made", async () => {
    const told = await refusal(run(job(0.59)));
    expect(told).toContain('refused: job "smoke": the run does not fit in the budget, so nothing was created');
    expect(told).toContain('$0.600 may be needed, $0.590 of $0.590 is left in the budget of team "vision" in prod');
    expect(told).toContain("the next period begins on 2026-12-01");
    expect([pods().length, ledger.entries]).toEqual([0, []]);
  });

  it("that fails gives back what it did not spend", async () => {
    yard = await createYard({ script: { trainSeconds: 60, exitCode: (attempt) => (attempt === 1 ? 1 : 0) } });
    ledger = new SimulatedLedger(() => yard.clock.now());
    const told = await refusal(run(job(0.6)));
    expect(told).toContain("failed");
    expect(committedUsd()).toBeLessThan(0.6);
  });

  it("shows the ledger's password nowhere", async () => {
    await refusal(run(job(0.1)));
    await run(job());
    expect([...yard.lines, ...yard.disk.values(), ...yard.volume.values()].join("\n")).not.toContain("SENTINEL");
  });
});

describe("a ledger that is away", () => {
  it("lets nothing start, and says how to go on", async () => {
    ledger.fault = () => "unsent";
    const before = yard.clock.now();
    const told = await refusal(run(job()));
    expect(told).toContain('refused: job "smoke" (kube://base/south:5432): the budget\'s ledger cannot be asked');
    expect(told).toContain("take trainyard:budget out of the stack's configuration");
    expect(pods()).toEqual([]);
    expect(yard.clock.now() - before).toBeLessThan(60_000);
  });

  it("for a moment, or after it had taken the money, is asked again and counts it once", async () => {
    let calls = 0;
    ledger.fault = (call) =>
      call.startsWith("reserve") && ++calls < 3 ? (calls === 1 ? "unsent" : "lost") : undefined;
    expect((await run(job(0.6))).status).toBe("succeeded");
    expect([calls, ledger.entries.length]).toEqual([3, 1]);
  });

  it("at the end fails nothing: the money stays taken, and a later telling gives it back", async () => {
    ledger.fault = (call) => (call.startsWith("report") ? "unsent" : undefined);
    const { world, keeper } = controller();
    const outcome = await yard.clock.run(runJob(job(), world));
    expect([outcome.status, keeper.charged(job()), committedUsd()]).toEqual(["succeeded", "pending", 0.6]);
    ledger.fault = () => undefined;
    const later = controller();
    expect(await yard.clock.run(later.keeper.settle(job(), later.world))).toBe("settled");
    expect(committedUsd()).toBeCloseTo(outcome.billedUsd ?? -1, 5);
  });
});

describe("a controller that dies", () => {
  /** Ends a controller between its reservation, whose answer it never hears, and its pod. */
  async function dieAfterReserving(): Promise<void> {
    const dying = controller();
    ledger.fault = (call) => {
      if (!call.startsWith("reserve")) return undefined;
      dying.stop();
      return "lost";
    };
    await expect(run(job(0.6), dying)).rejects.toThrow(AbortedError);
    ledger.fault = () => undefined;
  }

  it("between its reservation and its pod leaves the money to the next one, which counts it once", async () => {
    await dieAfterReserving();
    expect([pods().length, committedUsd()]).toEqual([0, 0.6]);
    expect((await run(job(0.6))).status).toBe("succeeded");
    expect([pods().length, ledger.entries.length]).toEqual([1, 1]);
  });

  it("while its pod runs leaves a pod that is adopted without another reservation", async () => {
    const first = controller();
    const running = runJob(job(0.6), first.world);
    running.catch(() => undefined);
    await yard.clock.advance(60_000);
    first.stop();
    await yard.clock.advance(5_000);
    ledger.calls = [];
    expect((await run(job(0.6))).status).toBe("succeeded");
    expect([pods().length, ledger.calls.filter((call) => call.startsWith("reserve"))]).toEqual([1, []]);
    expect(ledger.entries.map((entry) => entry.state)).toEqual(["settled"]);
  });

  it("for good leaves its money taken until down has proved that nothing is there", async () => {
    await dieAfterReserving();
    await yard.clock.run(endJob(job(0.6), controller().world));
    expect([ledger.entries.map((entry) => entry.state), committedUsd()]).toEqual([["released"], 0]);
  });
});

it("of two machines that race for the last dollars of a budget exactly one makes a pod", async () => {
  const other = { job: "other", run: "shop-dev-other-0badcafe" };
  const [one, two] = [controller({ owner: "owner-one" }), controller({ owner: "owner-two" })];
  const both = Promise.allSettled([runJob(job(1), one.world), runJob(job(1, other), two.world)]);
  const ends = await yard.clock.run(both);
  expect(ends.map((end) => end.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(pods()).toHaveLength(1);
  expect(ledger.entries.map(chargeOf)).toHaveLength(1);
});

it("a run without a budget asks no ledger", async () => {
  const { budget: _budget, ...free } = job();
  await yard.clock.run(runJob(free, yard.controller().world));
  expect(ledger.calls).toEqual([]);
});

it("what a run may cost never passes its cap, and grows with what it has spent and may still try", () => {
  const wide = job(20, {
    maxUsd: 100,
    attempts: 2,
    maxDurationSeconds: 3600,
    candidates: job().candidates.slice(0, 1),
  });
  const once = runCeilingUsd(wide, 0, 1);
  expect(once).toBeGreaterThan(0.51);
  expect([runCeilingUsd(wide), runCeilingUsd(wide, 1, 1), runCeilingUsd({ ...wide, maxUsd: 0.3 })]).toEqual([
    2 * once,
    1 + once,
    0.3,
  ]);
});
