import { describe, expect, it } from "vitest";
import { periodOf } from "../../../components/ledger/period.ts";

const at = (text: string): number => Date.parse(text);
const iso = ({ key, startMs, endMs }: ReturnType<typeof periodOf>) => [
  key,
  new Date(startMs).toISOString(),
  new Date(endMs).toISOString(),
];

describe("a period", () => {
  it.each([
    ["month", "2026-11-30T23:59:59.999Z", "2026-11", "2026-11-01", "2026-12-01"],
    ["month", "2026-12-31T12:00:00Z", "2026-12", "2026-12-01", "2027-01-01"],
    ["month", "2028-02-29T00:00:00Z", "2028-02", "2028-02-01", "2028-03-01"],
    ["day", "2026-11-26T00:00:00Z", "2026-11-26", "2026-11-26", "2026-11-27"],
    ["week", "2026-11-26T12:00:00Z", "2026-11-23+7", "2026-11-23", "2026-11-30"],
    ["week", "2026-11-23T00:00:00Z", "2026-11-23+7", "2026-11-23", "2026-11-30"],
    ["week", "2026-11-22T23:59:59Z", "2026-11-16+7", "2026-11-16", "2026-11-23"],
    ["week", "2027-01-01T00:00:00Z", "2026-12-28+7", "2026-12-28", "2027-01-04"],
  ] as const)("%s at %s is %s", (kind, now, key, start, end) => {
    expect(iso(periodOf(kind, at(now)))).toEqual([key, `${start}T00:00:00.000Z`, `${end}T00:00:00.000Z`]);
  });

  it("of a week and of the day it begins with have different names", () => {
    const now = at("2026-11-23T00:00:00Z");
    expect(new Set((["day", "week", "month"] as const).map((kind) => periodOf(kind, now).key)).size).toBe(3);
  });
});
