import { duration } from "../progress/view.ts";
import type { CostGroup, CostSummary } from "./summary.ts";

/** Columns of one width each; those of `right` end, the others begin, below one another. */
export function columns(rows: readonly (readonly string[])[], right: ReadonlySet<number>): readonly string[] {
  const widths = (rows[0] ?? []).map((_cell, at) => Math.max(...rows.map((row) => (row[at] ?? "").length)));
  return rows.map((row) =>
    row
      .map((cell, at) => (right.has(at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

export const usdText = (usd: number): string => `$${usd.toFixed(4)}`;
export const idleText = (share: number | null): string => (share === null ? "-" : `${(100 * share).toFixed(1)} %`);

/** The report as two tables and a sum. `from`: where the numbers are from, for a person. */
export function renderCostReport({ runs, models, total }: CostSummary, from: string): string {
  if (runs.length === 0) return `no run has cost anything (${from})`;
  const times = ({ paidSeconds, usedSeconds, idleShare }: Omit<CostGroup, "name" | "runs" | "usd">) => [
    duration(paidSeconds),
    duration(usedSeconds),
    idleText(idleShare),
  ];
  const ofRuns = runs.map((run) => [
    ...[run.run, run.model, run.status, run.gpus.join(", "), usdText(run.usd)],
    ...[run.billedUsd === null ? "pending" : "billed", ...times(run)],
  ]);
  const ofModels = [...models, total].map((model) => [
    model.name,
    String(model.runs),
    usdText(model.usd),
    ...times(model),
  ]);
  return [
    `costs from ${from}`,
    "",
    ...columns(
      [["run", "model", "status", "GPU", "cost", "bill", "paid", "used", "idle"], ...ofRuns],
      new Set([4, 6, 7, 8]),
    ),
    "",
    ...columns([["model", "runs", "cost", "paid", "used", "idle"], ...ofModels], new Set([1, 2, 3, 4, 5])),
  ].join("\n");
}
