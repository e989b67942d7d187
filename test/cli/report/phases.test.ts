import { expect, it } from "vitest";
import { phaseSeconds } from "../../../cli/report/phases.ts";
import type { RunEvent } from "../../../cli/runs/events.ts";

const at = (seconds: number, phase: string): RunEvent => ({
  ts: new Date(Date.UTC(2026, 10, 1) + seconds * 1000).toISOString(),
  kind: "phase",
  phase,
  message: "",
});

it("counts a phase from its start to the next one's, and sums what comes twice", () => {
  const money: RunEvent = { ts: "2026-11-01T00:00:01Z", kind: "money", elapsedSeconds: 1, spentUsd: 0, capUsd: 1 };
  const events = [at(0, "preflight"), at(0.5, "create"), money, at(1, "provision"), at(5, "create"), at(7, "run"), at(60, "done")]; // prettier-ignore
  expect(phaseSeconds(events)).toEqual({ preflight: 0.5, create: 2.5, provision: 4, run: 53 });
});

it("counts no time after the end", () => {
  expect(phaseSeconds([at(0, "run"), at(5, "done"), at(500, "bill"), at(501, "done")])).toEqual({ run: 5, bill: 1 });
});

it("is empty without events", () => {
  expect(phaseSeconds([])).toEqual({});
});
