import { describe, expect, it } from "vitest";
import { dutyCycleFor, savedShare } from "../../../../components/lib/cost/duty.ts";
import { spentUsd } from "../../../../components/lib/cost/spend.ts";

describe("saving by ending machines", () => {
  it("is what is not paid of the hours that a machine would always be on", () => {
    expect(savedShare(0, 730)).toBe(1);
    expect(savedShare(730, 730)).toBe(0);
    expect(savedShare(182.5, 730)).toBe(0.75);
  });

  it("is the 60 % that the Khmer language model project tells of at a duty cycle of 40 %, and only there", () => {
    expect(dutyCycleFor(0.6)).toBe(0.4);
    expect(savedShare(0.4 * 730, 730)).toBeCloseTo(0.6, 12);
    expect(savedShare(0.5 * 730, 730)).toBeCloseTo(0.5, 12);
  });

  it("is almost all for its one run of 7,863 s in a month", () => {
    expect(spentUsd(7863, 0.25)).toBeCloseTo(0.546, 3);
    expect(savedShare(7863 / 3600, 730)).toBeCloseTo(0.997, 3);
  });

  it("refuses what is no share of anything", () => {
    for (const [paid, whole] of [
      [1, 0],
      [-1, 2],
      [3, 2],
      [Number.NaN, 2],
    ] as const)
      expect(() => savedShare(paid, whole)).toThrow(RangeError);
    expect(() => dutyCycleFor(1.1)).toThrow(RangeError);
  });
});
