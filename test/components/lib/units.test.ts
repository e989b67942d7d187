import { expect, it } from "vitest";
import { formatBytes, formatSeconds } from "../../../components/lib/units.ts";

it.each([
  [0, "0 s"],
  [45.4, "45 s"],
  [60, "1 min"],
  [95, "1 min 35 s"],
  [7863, "2 h 11 min"],
  [-3, "0 s"],
])("writes %d seconds as %s", (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

it("writes amounts of data as people read them", () => {
  const amounts = [0, 1023, 1536, 150 * 1024 ** 2, 3.25 * 1024 ** 3];
  expect(amounts.map(formatBytes)).toEqual(["0 bytes", "1023 bytes", "1.5 KiB", "150 MiB", "3.3 GiB"]);
});
