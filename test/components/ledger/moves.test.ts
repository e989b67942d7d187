import { beforeEach, describe, expect, it } from "vitest";
import { BILL_LATEST_MS } from "../../../components/ledger/drift.ts";
import { chargeOf } from "../../../components/ledger/entry.ts";
import { microUsd } from "../../../components/ledger/money.ts";
import { currentEntry, SILENCE_MS } from "../../../components/ledger/plan.ts";
import { reconcile } from "../../../components/ledger/reconcile.ts";
import { SimulatedLedger } from "../../support/simulated-ledger.ts";
import { entry, NOW, report, wish } from "./fixtures.ts";

const { run, job, model, holder } = wish();
const budget = (team: string) => ({ environment: "prod", team, kind: "month", limitMicroUsd: microUsd(10) }) as const;

describe("a run whose budget is another one", () => {
  let ledger: SimulatedLedger;
  beforeEach(() => {
    let now = NOW;
    ledger = new SimulatedLedger(() => (now += 1000));
  });
  const take = (team: string) => ledger.reserve(budget(team), { run, job, model, holder, wantedMicroUsd: microUsd(6) });
  const end = (team: string) => ledger.report(budget(team), report({ spentUsd: 0, podIds: [], gpus: [] }));

  it("and then the first again gives back what it took there", async () => {
    for (const team of ["vision", "speech", "vision"]) {
      await take(team);
      await end(team);
    }
    expect(ledger.entries.map((one) => [one.team, one.state, chargeOf(one)]).toSorted()).toEqual([
      ["speech", "released", 0],
      ["vision", "released", 0],
    ]);
  });
});

/** A reconciliation with an account without pods, in which `p1` was billed. */
async function compare(
  ledger: SimulatedLedger,
  { atMs = NOW, usd = 1.9, meanwhile = async () => undefined as unknown },
) {
  const billedPods = async () => {
    await meanwhile();
    return new Map([["p1", usd]]);
  };
  const service = { listPods: async () => [], billedPods };
  return reconcile({ store: ledger, budget: budget("vision"), service, atMs, countUnknown: true });
}

it("a run that nobody ends keeps all that it took until its pod's bill is whole", async () => {
  let now = NOW;
  const ledger = new SimulatedLedger(() => now);
  ledger.entries = [entry({ podIds: ["p1"], spentMicroUsd: microUsd(1), seenAtMs: NOW - SILENCE_MS })];
  const charge = () => ledger.entries.map((one) => [one.state, chargeOf(one)]);
  await compare(ledger, { usd: 0.4 });
  expect(charge()).toEqual([["settled", microUsd(6)]]);
  now += BILL_LATEST_MS;
  await compare(ledger, { usd: 5 });
  expect(charge()).toEqual([["settled", microUsd(5)]]);
});

describe("a reconciliation of what a run was, while it goes on", () => {
  const held = entry({ podIds: ["p1", "p2"], carriedMicroUsd: microUsd(2), spentMicroUsd: microUsd(3) });
  const before = entry({
    state: "settled",
    podIds: ["p1"],
    spentMicroUsd: microUsd(2),
    seenAtMs: NOW - 9 * 86_400_000,
  });

  it("in a later period leaves what it holds there", async () => {
    const ledger = new SimulatedLedger(() => NOW);
    ledger.entries = [{ ...before, period: "2026-10" }, held];
    expect((await compare(ledger, { atMs: Date.parse("2026-10-20") })).changes).toEqual([]);
    expect(ledger.entries).toEqual([{ ...before, period: "2026-10" }, held]);
  });

  it("and took its money again since the ledger was read ends nothing", async () => {
    const ledger = new SimulatedLedger(() => NOW);
    ledger.entries = [before];
    const again = { run, job, model, holder, wantedMicroUsd: microUsd(6) };
    expect((await compare(ledger, { meanwhile: () => ledger.reserve(budget("vision"), again) })).changes).toEqual([]);
    expect(ledger.entries.map((one) => [one.state, chargeOf(one)])).toEqual([["held", microUsd(6)]]);
  });
});

it("of the entries of a run the one that is held is told of it, else the last one told", () => {
  const older = entry({ team: "vision", seenAtMs: NOW - 9000 });
  const newer = entry({ team: "speech", state: "settled", reservedAtMs: NOW, seenAtMs: NOW });
  expect(currentEntry([newer, older], run)?.team).toBe("vision");
  expect(currentEntry([newer, { ...older, state: "settled" }], run)?.team).toBe("speech");
  expect(currentEntry([newer, older], "another")).toBeUndefined();
});
