import { expect, it } from "vitest";
import { judged, median, ratios } from "../../../cli/bench/result.ts";

const row = { bench: "b", what: "w", baseline: "-", unit: "s", goal: { atMost: 2 } } as const;

it.each<[readonly number[], number]>([
  [[3], 3],
  [[9, 1, 5], 5],
  [[4, 1, 3, 2], 2.5],
  [[10, 9, 8, 7, 100], 9],
])("takes the middle of %j", (values, middle) => {
  expect(median(values)).toBe(middle);
});

it("refuses the median of nothing", () => {
  expect(() => median([])).toThrow("a median of nothing");
});

it("meets a goal with the median at the limit, whatever single samples say", () => {
  expect(judged({ ...row, samples: [1, 2, 50] })).toMatchObject({ value: 2, met: true });
  expect(judged({ ...row, samples: [1, 2.01, 50] })).toMatchObject({ value: 2.01, met: false });
});

it("takes ratios pair by pair", () => {
  const pairs = [
    { ours: 3, base: 2 },
    { ours: 9, base: 3 },
  ];
  expect(ratios(pairs)).toEqual([1.5, 3]);
});

it("meets a goal of at least so much from there on", () => {
  const ratio = { ...row, unit: "x", goal: { atLeast: 0.6 } } as const;
  expect(judged({ ...ratio, samples: [0.6] })).toMatchObject({ value: 0.6, met: true });
  expect(judged({ ...ratio, samples: [0.59] })).toMatchObject({ value: 0.59, met: false });
});
