import { expect, it } from "vitest";
import { lossChart, thin } from "../../../cli/report/chart.ts";
import { trainingMetrics } from "../../../cli/report/metrics.ts";
import { renderReport } from "../../../cli/report/report.ts";
import { runRecordSchema } from "../../../components/runpod/run/record.ts";

const record = {
  ...runRecordSchema.parse({
    name: "yard-dev-j-aaaaaaaa-a1",
    run: "yard-dev-j-aaaaaaaa",
    job: "j",
    stack: "dev",
    hash: "aaaaaaaa",
    attempt: 1,
    podIds: ["pod1"],
    gpu: "NVIDIA RTX A4000",
    cloud: "SECURE",
    dataCenter: "EU-RO-1",
    hourlyUsd: 0.25,
    status: "succeeded",
    exitCode: 0,
    createdAt: "2026-11-01T00:00:00Z",
    terminatedAt: "2026-11-01T00:02:00Z",
    provedGoneAt: "2026-11-01T00:02:04Z",
    spentUsd: 0.0083,
    worstCaseUsd: 0.125,
    artifactsPath: "no-such-folder",
    logsPath: "logs",
  }),
  folder: "runs/j/dev-aaaaaaaa-a1",
};
const metrics = trainingMetrics.parse({
  recipe: { name: "smoke-scratch", version: 1 },
  seed: 7,
  steps: 120,
  trainLoss: [
    [1, 9],
    [60, 6],
    [120, 5],
  ],
  heldOutLoss: 5.1,
  untrainedLoss: 9.01,
  unigramLoss: 6.4,
  tokensPerSecond: 1000,
  phases: { train: 60.04, evaluate: 8 },
  corpus: { id: "0123456789abcdef" },
});

it("reports what was trained on what, for how much, and that the pod is proved gone", () => {
  const text = renderReport(record, metrics, 0.5);
  expect(text).toContain("smoke-scratch, 120 steps, seed 7");
  expect(text).toContain("corpus 0123456789ab");
  expect(text).toContain("5.1000 nats/token, untrained 9.0100, unigram 6.4000");
  expect(text).toContain("train 60.0, evaluate 8.0");
  expect(text).toContain("planned at most $0.1250, capped at $0.5000, spent $0.0083, billed pending");
  expect(text).toContain("pod1 terminated and proved gone");
  expect(text).toContain("2 min 00 s");
});

it("says so in capitals when a pod is not proved gone", () => {
  expect(renderReport({ ...record, provedGoneAt: null }, undefined, undefined)).toContain("pod1 NOT proved gone");
});

it("draws no curve from fewer than two points", () => {
  expect(lossChart([])).toBe("");
  expect(lossChart([[1, 2]])).toBe("");
  expect(lossChart([[1, 3], [9, 1]])).toContain("step 9"); // prettier-ignore
});

it("keeps the first and the last point when it thins a curve", () => {
  const points = Array.from({ length: 1000 }, (_, i) => i);
  const few = thin(points, 64);
  expect([few.length, few[0], few.at(-1)]).toEqual([64, 0, 999]);
});
