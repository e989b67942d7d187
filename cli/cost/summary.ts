import { type CostRow, costUsd } from "./rows.ts";

/** Money and time of several runs. */
export interface CostGroup {
  readonly name: string;
  readonly runs: number;
  readonly usd: number;
  readonly paidSeconds: number;
  readonly usedSeconds: number;
  /** Share of the paid time in which no command ran, 0 to 1; null where nothing was paid. */
  readonly idleShare: number | null;
}

export interface CostSummary {
  /** Dearest first. */
  readonly runs: readonly (CostRow & { readonly usd: number; readonly idleShare: number | null })[];
  /** Dearest first. */
  readonly models: readonly CostGroup[];
  readonly total: CostGroup;
}

/** Sums of runs by model and in all. */
export function summarize(rows: readonly CostRow[]): CostSummary {
  const runs = rows.map((row) => ({ ...row, usd: costUsd(row), idleShare: idleShare(row) }));
  const models = [...Map.groupBy(rows, (row) => row.model)].map(([model, own]) => groupOf(model, own));
  const dearest = (a: { readonly usd: number }, b: { readonly usd: number }): number => b.usd - a.usd;
  return { runs: runs.toSorted(dearest), models: models.toSorted(dearest), total: groupOf("all", rows) };
}

function groupOf(name: string, rows: readonly CostRow[]): CostGroup {
  const sum = (of: (row: CostRow) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const times = { paidSeconds: sum((row) => row.paidSeconds), usedSeconds: sum((row) => row.usedSeconds) };
  return { name, runs: rows.length, usd: sum(costUsd), ...times, idleShare: idleShare(times) };
}

function idleShare({ paidSeconds, usedSeconds }: Pick<CostRow, "paidSeconds" | "usedSeconds">): number | null {
  return paidSeconds <= 0 ? null : Math.min(1, Math.max(0, 1 - usedSeconds / paidSeconds));
}
