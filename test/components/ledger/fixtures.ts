import type { Entry } from "../../../components/ledger/entry.ts";
import { microUsd } from "../../../components/ledger/money.ts";
import type { RunReport, Wish } from "../../../components/ledger/plan.ts";

export const NOW = Date.parse("2026-11-26T12:00:00Z");

export function wish(change: Partial<Wish> & { usd?: number } = {}): Wish {
  const { usd = 6, ...rest } = change;
  return {
    ...{
      environment: "prod",
      team: "vision",
      period: "2026-11",
      run: "shop-prod-a-00000001",
      job: "a",
      model: "small",
    },
    ...{ holder: "here", wantedMicroUsd: microUsd(usd) },
    ...rest,
  };
}

export function entry(change: Partial<Entry> & { usd?: number } = {}): Entry {
  const { usd = 6, ...rest } = change;
  const { wantedMicroUsd: _wanted, ...place } = wish();
  return {
    ...place,
    ...{ state: "held", reservedMicroUsd: microUsd(usd), carriedMicroUsd: 0, spentMicroUsd: 0, billedMicroUsd: null },
    ...{ podIds: [], gpus: [], paidSeconds: 0, usedSeconds: 0, reservedAtMs: NOW - 60_000, seenAtMs: NOW - 60_000 },
    ...rest,
  };
}

export function report(change: Partial<RunReport> & { spentUsd?: number; billedUsd?: number | null } = {}): RunReport {
  const { spentUsd = 1, billedUsd = null, ...rest } = change;
  const { run, job, model, holder } = wish();
  return {
    ...{ run, job, model, holder, open: false, worstCaseMicroUsd: microUsd(6), spentMicroUsd: microUsd(spentUsd) },
    ...{ billedMicroUsd: billedUsd === null ? null : microUsd(billedUsd), podIds: ["p1"], gpus: ["A4000"] },
    ...{ paidSeconds: 100, usedSeconds: 80 },
    ...rest,
  };
}
