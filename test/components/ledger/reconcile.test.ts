import { beforeEach, describe, expect, it } from "vitest";
import { BILL_LATEST_MS, driftOf } from "../../../components/ledger/drift.ts";
import { chargeOf, type Entry } from "../../../components/ledger/entry.ts";
import { Keeper } from "../../../components/ledger/keeper.ts";
import { microUsd } from "../../../components/ledger/money.ts";
import { SILENCE_MS } from "../../../components/ledger/plan.ts";
import { reconcile } from "../../../components/ledger/reconcile.ts";
import { runJob } from "../../../components/runpod/run/run-job.ts";
import { SimulatedLedger } from "../../support/simulated-ledger.ts";
import { create } from "../../support/yard-calls.ts";
import { createYard, plan, type Yard } from "../../support/simulated-yard.ts";
import { entry, NOW } from "./fixtures.ts";

const LONG_AGO = NOW - BILL_LATEST_MS;
const settled = (run: string, change: Partial<Entry> = {}): Entry =>
  entry({ run, state: "settled", podIds: [run], spentMicroUsd: microUsd(1), seenAtMs: LONG_AGO, ...change });
const bill = (usd: Readonly<Record<string, number>>) => {
  const usdByPod = new Map(Object.entries(usd));
  return { usdByPod, usdInPeriod: usdByPod, livePods: [{ id: "alive", name: "stranger" }] };
};
const judge = (entries: readonly Entry[], usd: Readonly<Record<string, number>>, countUnknown = true) =>
  driftOf(entries, bill(usd), new Set(entries.flatMap((one) => one.podIds)), { nowMs: NOW, countUnknown });

describe("the drift of a ledger", () => {
  it("is none where the bill is what the ledger has", () => {
    expect(judge([settled("a"), settled("b", { billedMicroUsd: microUsd(2) })], { a: 1, b: 2 })).toMatchObject({
      ...{ ledgerUsd: 3, billedUsd: 3, driftPercent: 0, unknownPods: [] },
    });
  });

  it("is told in percent, in all and run by run, the largest first", () => {
    const { driftPercent, runs } = judge([settled("a"), settled("b")], { a: 1.1, b: 0.5 });
    expect(driftPercent).toBeCloseTo(-20);
    expect(runs.map((run) => [run.run, Math.round(run.driftPercent ?? 0)])).toEqual([["b", -50], ["a", 10]]); // prettier-ignore
  });

  it("does not judge a run whose pod may run, nor a bill that may still grow", () => {
    const fresh = settled("fresh", { seenAtMs: NOW - BILL_LATEST_MS + 1 });
    const open = settled("open", { state: "held" });
    const { runs, ledgerUsd, driftPercent } = judge([settled("a"), fresh, open], { a: 1, fresh: 0.2, open: 9 });
    expect(Object.fromEntries(runs.map((run) => [run.run, run.judged]))).toEqual({ a: "yes", fresh: "late", open: "open" }); // prettier-ignore
    expect([ledgerUsd, driftPercent]).toEqual([1, 0]);
  });

  it("counts a billed pod that nobody knows, and names it where it is still there", () => {
    const strange = judge([settled("a")], { a: 1, alive: 0.25, dead: 0.5 });
    expect(strange.unknownPods).toEqual([
      { podId: "dead", name: null, billedUsd: 0.5 },
      { podId: "alive", name: "stranger", billedUsd: 0.25 },
    ]);
    expect(strange.driftPercent).toBeCloseTo(75);
    expect(judge([settled("a")], { a: 1, dead: 0.5 }, false).driftPercent).toBe(0);
  });

  it("has no percent where the ledger has nothing and RunPod has something", () => {
    expect(judge([], { dead: 0.5 }).driftPercent).toBeNull();
    expect(judge([], {}).driftPercent).toBe(0);
  });
});

describe("a reconciliation with RunPod's bill", () => {
  const link = { controlUrl: "kube://base/south:5432", database: "books", username: "books", password: "x" };
  const budget = { limitUsd: 20, team: "vision", environment: "prod", period: "month", ledger: link } as const;
  const ref = { environment: "prod", team: "vision", kind: "month", limitMicroUsd: microUsd(20) } as const;
  let yard: Yard;
  let ledger: SimulatedLedger;
  beforeEach(async () => {
    yard = await createYard({ script: { trainSeconds: 600 }, settings: { billingLagSeconds: 1800 } });
    ledger = new SimulatedLedger(() => yard.clock.now());
  });
  const controller = () => {
    const made = yard.controller();
    return { world: { ...made.world, budget: new Keeper(ledger) }, stop: () => made.stop() };
  };
  const compare = () => {
    const { service } = controller().world;
    return yard.clock.run(reconcile({ store: ledger, budget: ref, service, countUnknown: true }));
  };
  const job = () => plan(yard, { budget });

  it("has a run take the bill that came after its end, once that is whole", async () => {
    await yard.clock.run(runJob(job(), controller().world));
    const [late] = (await compare()).runs;
    expect([late?.judged, ledger.entries[0]?.billedMicroUsd]).toEqual(["late", null]);
    await yard.clock.advance(BILL_LATEST_MS);
    const { runs, changes, driftPercent } = await compare();
    expect([runs[0]?.judged, changes.length]).toEqual(["yes", 1]);
    expect(Math.abs(driftPercent ?? 100)).toBeLessThan(5);
    const pod = yard.emulator.core.pods()[0]?.id ?? "";
    expect(chargeOf(ledger.entries[0] as Entry)).toBe(microUsd(yard.emulator.core.billed(pod).usd));
    expect(await compare()).toMatchObject({ changes: [], driftPercent: expect.closeTo(0, 2) as number });
  });

  it("does not take $0 for a run that RunPod has not billed yet, however late, and shows it", async () => {
    yard.emulator.core.addFault({ match: create, fault: { kind: "late-bill", minutes: 300 } });
    await yard.clock.run(runJob(job(), controller().world));
    const taken = ledger.entries.map(chargeOf);
    await yard.clock.advance(2 * BILL_LATEST_MS);
    expect(await compare()).toMatchObject({ changes: [], runs: [{ judged: "yes", billedUsd: 0, driftPercent: -100 }] });
    expect(ledger.entries.map(chargeOf)).toEqual(taken);
    await yard.clock.advance(3 * BILL_LATEST_MS);
    expect((await compare()).changes).toEqual([expect.stringContaining("takes the bill")]);
  });

  it("ends a run that nobody will end any more, and leaves one whose holder lives or whose pod is there", async () => {
    const dead = controller();
    ledger.fault = (call) => {
      if (!call.startsWith("reserve")) return undefined;
      dead.stop();
      return "lost";
    };
    await yard.clock.run(runJob(job(), dead.world).catch(() => undefined));
    ledger.fault = () => undefined;
    expect((await compare()).changes).toEqual([]);
    await yard.clock.advance(SILENCE_MS);
    expect((await compare()).changes).toEqual([expect.stringContaining("no pod of it is there; released")]);
    expect(ledger.entries.map(chargeOf)).toEqual([0]);

    const alive = controller();
    const running = runJob(job(), alive.world);
    running.catch(() => undefined);
    await yard.clock.advance(120_000);
    alive.stop();
    await yard.clock.advance(300_000);
    ledger.entries = ledger.entries.map((one) => ({ ...one, seenAtMs: 0 }));
    expect((await compare()).changes).toEqual([]);
    expect(ledger.entries.map((one) => one.state)).toEqual(["held"]);
  });

  it("takes nobody for silent because its own machine's clock is ahead", async () => {
    ledger = new SimulatedLedger(() => yard.clock.now() - 2 * SILENCE_MS);
    const taken = { run: job().run, job: "smoke", model: "m", holder: "there", wantedMicroUsd: microUsd(6) };
    await ledger.reserve(ref, taken);
    expect((await compare()).changes).toEqual([]);
    expect(ledger.entries.map((one) => one.state)).toEqual(["held"]);
  });

  it("marks a pod that was billed and that no run of the ledger names", async () => {
    const { budget: _budget, ...free } = job();
    await yard.clock.run(runJob(free, yard.controller().world));
    await yard.clock.advance(BILL_LATEST_MS);
    const { unknownPods, driftPercent } = await compare();
    expect([unknownPods.map((pod) => pod.podId), driftPercent]).toEqual([[yard.emulator.core.pods()[0]?.id], null]);
  });
});
