import { expect, it } from "vitest";
import { percentText, renderDrift } from "../../../cli/cost/render-drift.ts";
import type { Drift } from "../../../components/ledger/drift.ts";

const drift: Drift = {
  ...{ ledgerUsd: 3, billedUsd: 3.3, driftPercent: 10 },
  runs: [
    { run: "yard-dev-a-00000001", judged: "yes", ledgerUsd: 3, billedUsd: 3.3, driftPercent: 10 },
    { run: "b", judged: "open", ledgerUsd: 12, billedUsd: 1, driftPercent: -91.7 },
  ],
  unknownPods: [
    { podId: "p1", name: null, billedUsd: 0.5 },
    { podId: "p2", name: "notebook", billedUsd: 0.25 },
  ],
};

it("says of each run what the ledger has and what was billed, and which pods nobody knows", () => {
  expect(renderDrift(drift, false)).toMatchInlineSnapshot(`
    "run                    ledger   billed    drift
    yard-dev-a-00000001   $3.0000  $3.3000  +10.0 %
    b                    $12.0000  $1.0000  -91.7 %  not judged: a pod may run

    billed, and no run of the ledger (not counted: the account is shared):
      p1: $0.5000
      p2 (notebook, still there): $0.2500

    in all: ledger $3.0000, billed $3.3000, drift +10.0 %"
  `);
});

it("says that a period without pods has none, and calls a bill against nothing all of it", () => {
  const empty = { ...drift, runs: [], unknownPods: [], ledgerUsd: 0, billedUsd: 0, driftPercent: 0 };
  expect(renderDrift(empty, true)).toContain("no run of this period had a pod");
  expect([percentText(null), percentText(1.26), percentText(-3)]).toEqual(["all of it", "+1.3 %", "-3.0 %"]);
});
