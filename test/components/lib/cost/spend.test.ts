import { describe, expect, it } from "vitest";
import { formatUsd, priceOr, secondsFor, spentUsd } from "../../../../components/lib/cost/spend.ts";
import { diskUsdPerHour, volumeUsdPerMonth } from "../../../../components/lib/cost/storage.ts";

describe("money", () => {
  it("is $0.546 for 7,863 s at $0.25/h", () => {
    expect(formatUsd(spentUsd(7863, 0.25))).toBe("$0.546");
  });

  it("buys whole seconds only, never one too many", () => {
    expect(secondsFor(0.1, 0.36)).toBe(1000);
    expect(secondsFor(0.09999, 0.36)).toBe(999);
    expect(secondsFor(-1, 0.36)).toBe(0);
  });

  it.each([undefined, null, 0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    "counts a price of %s as the ceiling",
    (price) => {
      expect(priceOr(0.4, price)).toBe(0.4);
    },
  );

  it("keeps a known price", () => {
    expect(priceOr(0.4, 0.25)).toBe(0.25);
  });

  it.each([
    [10, 0.7],
    [1000, 70],
    [2000, 120],
  ])("puts a volume of %i GB at $%d a month", (sizeGb, usd) => {
    expect(volumeUsdPerMonth(sizeGb, "STANDARD")).toBeCloseTo(usd, 9);
  });

  it("puts a volume of the faster kind at twice that, above 1 TB too", () => {
    expect([500, 2000].map((sizeGb) => volumeUsdPerMonth(sizeGb, "HIGH_PERFORMANCE"))).toEqual([70, 280]);
  });

  it("puts 73 GB of container disk at a cent an hour", () => {
    expect(diskUsdPerHour(73)).toBeCloseTo(0.01, 9);
  });

  it("is written to tenths of a cent below ten dollars", () => {
    expect([formatUsd(9.9994), formatUsd(12.5), formatUsd(0)]).toEqual(["$9.999", "$12.50", "$0.000"]);
  });
});
