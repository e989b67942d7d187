import { expect, it } from "vitest";
import { readQuantity } from "../../../../components/lib/cost/quantity.ts";

it.each([
  ["500m", 0.5],
  ["2", 2],
  [1.5, 1.5],
  ["1.5", 1.5],
  ["64Mi", 67_108_864],
  ["1Gi", 1_073_741_824],
  ["1G", 1_000_000_000],
  ["2e3", 2000],
])("reads %s as %d", (quantity, amount) => {
  expect(readQuantity(quantity)).toBe(amount);
});

it.each(["", "lots", "1 Gi", "1Xi", "-1", -1, Number.NaN, null, undefined, {}])(
  "takes %s for no amount",
  (quantity) => {
    expect(readQuantity(quantity)).toBeUndefined();
  },
);
