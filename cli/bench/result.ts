/** A limit that a measured value must keep. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number };

/** One measured row. */
export interface BenchRow {
  /** What `--only` takes. */
  readonly bench: string;
  readonly what: string;
  /** What it is measured against, by name; "-" where it is measured by itself. */
  readonly baseline: string;
  readonly unit: "s" | "ms" | "x" | "bytes";
  /** Median of the samples. */
  readonly value: number;
  readonly samples: readonly number[];
  readonly goal: Goal;
  readonly met: boolean;
  /** How it was measured, where that is not plain from the rest. */
  readonly note: string | undefined;
}

/** The middle value; of an even number the mean of the two in the middle. Throws where there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  if (low === undefined || high === undefined) throw new Error("a median of nothing");
  return (low + high) / 2;
}

/** A row of samples, judged by its median. */
export function judged(row: Omit<BenchRow, "value" | "met" | "note"> & { readonly note?: string }): BenchRow {
  const value = median(row.samples);
  const met = "atMost" in row.goal ? value <= row.goal.atMost : value >= row.goal.atLeast;
  return { ...row, note: row.note, value, met };
}

/** Ratios of what was measured in pairs, one after the other, so that a busy machine slows both. */
export function ratios(pairs: readonly { readonly ours: number; readonly base: number }[]): readonly number[] {
  return pairs.map(({ ours, base }) => ours / base);
}

/** What is measured, and what it is measured against: each answers with the seconds that it took. */
export type Measured = () => Promise<number>;

/** Ratios of `ours` to `base`, measured in turn after one of each that warms up, and the seconds behind them. */
export async function compare(
  ours: Measured,
  base: Measured,
  runs: number,
): Promise<{ readonly samples: readonly number[]; readonly note: string }> {
  await ours();
  await base();
  const pairs: { ours: number; base: number }[] = [];
  while (pairs.length < runs) pairs.push({ base: await base(), ours: await ours() });
  const seconds = pairs.map((pair) => `${pair.ours.toFixed(2)}/${pair.base.toFixed(2)}`).join(" ");
  return { samples: ratios(pairs), note: `seconds ours/empty: ${seconds}` };
}
