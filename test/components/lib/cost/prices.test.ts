import { describe, expect, it } from "vitest";
import { ageDays, areStale, readPrices } from "../../../../components/lib/cost/prices.ts";

const sound = { source: "a price page", date: "2026-11-01", kubernetes: { cpuUsdPerCoreHour: 0.04 } };
const day = (date: string) => Date.parse(`${date}T12:00:00Z`);

describe("a price file", () => {
  it("is read with what it leaves out left out", () => {
    expect(readPrices(sound)).toEqual({ ...sound, cloudflare: {} });
  });

  it.each([
    [null, "it is no object"],
    [{ ...sound, source: undefined }, "source is missing"],
    [{ ...sound, date: undefined }, "date is missing"],
    [{ ...sound, kubernets: {} }, "kubernets is not known here"],
    [{ ...sound, kubernetes: { cpu: 1 } }, "kubernetes.cpu is not known here; known are nodes, cpuUsdPerCoreHour"],
    [
      { ...sound, kubernetes: { cpuUsdPerCoreHour: -1 } },
      "kubernetes.cpuUsdPerCoreHour must be a number from 0, is -1",
    ],
    [
      { ...sound, cloudflare: { tunnelUsdPerMonth: "0" } },
      'cloudflare.tunnelUsdPerMonth must be a number from 0, is "0"',
    ],
  ])("is refused with what is wrong in it (%#)", (value, problem) => {
    expect(readPrices(value)).toContain(problem);
  });

  it("is stale from the 61st day on, and where it says no day", () => {
    expect(ageDays(sound, day("2026-12-31"))).toBe(60);
    expect(areStale(sound, day("2026-12-31"))).toBe(false);
    expect(areStale(sound, day("2027-01-01"))).toBe(true);
    expect(areStale({ date: "soon" }, day("2026-11-01"))).toBe(true);
  });

  it("is no file of today where it says a day that is still to come, but for tomorrow's, which it is in the east", () => {
    expect(areStale({ date: "2026-11-26" }, day("2026-11-25"))).toBe(false);
    expect(areStale({ date: "2062-11-25" }, day("2026-11-25"))).toBe(true);
  });
});
