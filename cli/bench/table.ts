import type { BenchRow, Goal } from "./result.ts";

/** The rows as text, one line each, columns aligned. */
export function renderTable(rows: readonly BenchRow[]): string {
  const lines = [
    ["what", "median", "goal", "", "samples", "measured against"],
    ...rows.map((row) => [
      row.what,
      valueText(row.value, row.unit),
      goalText(row.goal, row.unit),
      row.met ? "met" : "missed",
      row.samples.map((sample) => valueText(sample, row.unit)).join(" "),
      row.baseline,
    ]),
  ];
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  const table = lines.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  const notes = rows.flatMap(({ what, note }) => (note === undefined ? [] : [`${what}: ${note}`]));
  return [...table, ...notes].join("\n");
}

const goalText = (goal: Goal, unit: BenchRow["unit"]): string =>
  "atMost" in goal ? `<= ${valueText(goal.atMost, unit)}` : `>= ${valueText(goal.atLeast, unit)}`;

/** A value with its unit: `3.21 s`, `1.85 x`, `12,345 bytes`. */
export function valueText(value: number, unit: BenchRow["unit"]): string {
  return unit === "bytes" ? `${Math.round(value).toLocaleString("en-US")} bytes` : `${value.toFixed(2)} ${unit}`;
}
