import { expect, it } from "vitest";
import { lossChart, thin } from "../../../cli/report/chart.ts";
import { corpusRows } from "../../../cli/report/corpus.ts";
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
  phases: { evaluate: 8, train: 60.04 },
  corpus: {
    id: "0123456789abcdef",
    tokens: {
      train: 409112,
      validation: 54528,
      test: 51798,
      texts: { train: 21393 },
      pairs: { train: 10717 },
      vocabulary: 4096,
    },
    usabilityOfKhmer: 0.9636,
  },
  sources: [
    {
      name: "firefox-esr-l10n-km",
      version: "140.12.0esr-1",
      licences: ["BSD-3-clause", "GPL-2", "MPL-2.0", "MIT", "Expat"],
    },
    { name: "own-texts", version: null, licences: ["not recorded"] },
  ],
});

it("reports what was trained on what, for how much, and that the pod is proved gone", () => {
  const text = renderReport(record, metrics, 0.5);
  expect(text).toContain("smoke-scratch, 120 steps, seed 7");
  expect(text).toContain("5.1000 nats/token, untrained 9.0100, unigram 6.4000");
  expect(text).toContain("train 60.0, evaluate 8.0");
  expect(text).toContain("planned at most $0.1250, capped at $0.5000, spent $0.0083, billed pending");
  expect(text).toContain("pod1 terminated and proved gone");
  expect(text).toContain("2 min 00 s");
});

it("reports the corpus: id, sizes, usability, and each source with version and licences, in lines of 100 columns", () => {
  expect(corpusRows(metrics).join("\n")).toMatchInlineSnapshot(`
    "  on                corpus 0123456789ab, 409,112 tokens to train on, 21,393 texts, 10,717 pairs,
                        vocabulary 4,096, 54,528 / 51,798 tokens held out, 96.4% of Khmer passages
                        usable
      from              firefox-esr-l10n-km 140.12.0esr-1 (BSD-3-clause; GPL-2; MPL-2.0; MIT; 1 more in
                        metrics.json)
                        own-texts of no known version (not recorded)"
  `);
});

it("reports a corpus of which only the id is known", () => {
  expect(corpusRows({ ...metrics, corpus: { id: "0123456789abcdef" }, sources: [] })).toEqual([
    "  on                corpus 0123456789ab",
  ]);
  expect(corpusRows({ ...metrics, corpus: null })).toEqual([]);
});

it("has no line of more than 100 columns, but for a word that is longer itself", () => {
  const long = { ...record, artifactsPath: `/${"x".repeat(150)}` };
  const seconds = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`phase${i}`, i]));
  const wide = renderReport(long, metrics, 0.5, seconds).split("\n").filter((line) => line.length > 100); // prettier-ignore
  expect(wide).toEqual([`  artifacts         /${"x".repeat(150)}`]);
});

it("reports the seconds of each phase of the whole run beside the trainer's own", () => {
  const text = renderReport(record, metrics, 0.5, { provision: 3.08, run: 166.2 });
  expect(text).toContain("  seconds per phase provision 3.1, run 166.2\n");
  expect(text).toContain("  trainer seconds   train 60.0, evaluate 8.0\n");
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
