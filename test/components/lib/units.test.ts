import { expect, it } from "vitest";
import { formatSeconds } from "../../../components/lib/units.ts";

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
