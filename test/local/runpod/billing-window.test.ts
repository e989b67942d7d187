import { describe, expect, it } from "vitest";
import { billingWindow } from "../../../local/runpod/billing-window.ts";

const now = Date.parse("2026-11-26T10:30:00Z");
const days = (query: Parameters<typeof billingWindow>[0]) =>
  billingWindow(query, now).edges.map((edge) => new Date(edge).toISOString().slice(0, 13));

describe("the window of a bill", () => {
  it("is snapped outwards to whole buckets", () => {
    const query = { startTime: "2026-11-24T05:00:00Z", endTime: "2026-11-25T06:00:00Z" };
    expect(days(query)).toEqual(["2026-11-24T00", "2026-11-25T00", "2026-11-26T00"]);
  });

  it("ends before an end that lies on an edge: the end is exclusive", () => {
    const query = { startTime: "2026-11-24T00:00:00Z", endTime: "2026-11-25T00:00:00Z" };
    expect(days(query)).toEqual(["2026-11-24T00", "2026-11-25T00"]);
  });

  it("ends with the bucket that is under way where no end is given", () => {
    expect(days({ lastN: 2, bucketSize: "hour" })).toEqual(["2026-11-26T09", "2026-11-26T10", "2026-11-26T11"]);
  });

  it("refuses a start that is not before its end, and lastN beside either", () => {
    const same = "2026-11-25T00:00:00Z";
    expect(() => billingWindow({ startTime: same, endTime: same }, now)).toThrow("startTime must be before endTime");
    expect(() => billingWindow({ lastN: 1, endTime: same }, now)).toThrow("lastN cannot be used together");
  });
});
