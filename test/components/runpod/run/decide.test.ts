import { expect, it } from "vitest";
import { type Decision, decide, type Facts, type KnownAttempt } from "../../../../components/runpod/run/decide.ts";
import type { RunRecord } from "../../../../components/runpod/run/record.ts";
import type { PodEnd } from "../../../../components/runpod/render/status-line.ts";

const sentAt = "2026-11-01T00:00:00.000Z";
const record = (attempt: number, change: Partial<RunRecord> = {}) =>
  ({
    attempt,
    status: "running",
    podIds: ["p" + String(attempt)],
    createSentAt: sentAt,
    fetchedAt: null,
    ...change,
  }) as RunRecord;
const known = (one: RunRecord, change: Partial<KnownAttempt> = {}): KnownAttempt => ({
  record: one,
  end: undefined,
  livePodIds: [],
  started: false,
  ...change,
});
const end = (exitCode: number): PodEnd => ({ name: "n", exitCode, reason: "exit", startedAt: null, finishedAt: null });
const facts = (attempts: readonly KnownAttempt[], change: Partial<Facts> = {}): Facts => ({
  attempts,
  volume: "read",
  forced: false,
  nowMs: Date.parse(sentAt) + 3_600_000,
  handoverSeconds: 120,
  ...change,
});

it.each<[string, Facts, Decision]>([
  ["starts the first attempt of an unknown run", facts([]), { kind: "start", attempt: 1 }],
  [
    "takes a success over, whatever came after it",
    facts([known(record(1, { status: "succeeded" })), known(record(2), { livePodIds: ["p2"] })]),
    { kind: "take-over", attempt: 1 },
  ],
  [
    "takes a success over that only the volume knows",
    facts([known(record(1), { end: end(0) })]),
    { kind: "take-over", attempt: 1 },
  ],
  [
    "adopts a live pod, also one that has just succeeded",
    facts([known(record(1), { end: end(0), livePodIds: ["a", "b"] })]),
    { kind: "adopt", attempt: 1, podId: "a" },
  ],
  [
    "adopts no pod of an attempt that is over",
    facts([known(record(1, { status: "failed" }), { livePodIds: ["a"] })]),
    { kind: "start", attempt: 2 },
  ],
  [
    "starts nothing after an end of our own making while the volume cannot tell what came of it",
    facts([known(record(1, { status: "interrupted", reason: "over-price" }))], { volume: "unreadable" }),
    { kind: "unknown", attempt: 1 },
  ],
  [
    "needs no volume after an end that the supervisor told",
    facts([known(record(1, { status: "failed", reason: "exit" }))], { volume: "unreadable" }),
    { kind: "start", attempt: 2 },
  ],
  [
    "reports a failure that nobody saw",
    facts([known(record(1), { end: end(3) })]),
    { kind: "settle", attempt: 1, end: end(3) },
  ],
  [
    "goes on after an attempt that was lost",
    facts([known(record(1), { started: true })]),
    { kind: "lost", attempt: 1 },
  ],
  [
    "makes an attempt again whose pod never was",
    facts([known(record(2, { podIds: [] }))]),
    { kind: "start", attempt: 2 },
  ],
  [
    "counts an attempt whose supervisor has left its mark",
    facts([known(record(2, { podIds: [] }), { started: true })]),
    { kind: "lost", attempt: 2 },
  ],
  [
    "does not guess where nothing can be read",
    facts([known(record(1))], { volume: "unreadable" }),
    { kind: "unknown", attempt: 1 },
  ],
  [
    "does not guess for a pod that may have come and gone",
    facts([known(record(1, { podIds: [] }))], { volume: "none" }),
    { kind: "unknown", attempt: 1 },
  ],
  [
    "knows that no pod ends itself within its hand-over time",
    facts([known(record(1, { podIds: [] }))], { volume: "none", nowMs: Date.parse(sentAt) + 100_000 }),
    { kind: "start", attempt: 1 },
  ],
  [
    "obeys when a person knows better",
    facts([known(record(1))], { volume: "none", forced: true }),
    { kind: "lost", attempt: 1 },
  ],
  [
    "makes a success again whose results are lost, when forced to",
    facts([known(record(1, { status: "succeeded" }))], { volume: "none", forced: true }),
    { kind: "start", attempt: 2 },
  ],
])("%s", (_, given, decision) => {
  expect(decide(given)).toEqual(decision);
});
