import { expect, it } from "vitest";
import { orderedAt, parseEvents } from "../../../cli/bench/ending.ts";

it("finds the moment at which the controller began to end the pod", () => {
  const lines = [
    { ts: "2026-11-01T00:00:01.000Z", seq: 0, kind: "phase", phase: "run", message: "" },
    { ts: "2026-11-01T00:00:02.500Z", seq: 1, kind: "phase", phase: "terminate", message: "" },
    { ts: "2026-11-01T00:00:09.000Z", seq: 2, kind: "something of another version" },
  ];
  const events = parseEvents(`${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
  expect(events).toHaveLength(2);
  expect(orderedAt(events)).toBe(Date.parse("2026-11-01T00:00:02.500Z"));
});

it("has no such moment in a run that was not ended by its controller", () => {
  expect(orderedAt([])).toBeUndefined();
});
