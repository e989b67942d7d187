import { existsSync } from "node:fs";
import { join } from "node:path";
import { duration } from "../progress/view.ts";
import type { RunRecord } from "../runs/records.ts";
import { lossChart } from "./chart.ts";
import { corpusRows } from "./corpus.ts";
import { row } from "./layout.ts";
import type { TrainingMetrics } from "./metrics.ts";
import type { PhaseSeconds } from "./phases.ts";

const usd = (value: number | null | undefined) => (value == null ? "unknown" : `$${value.toFixed(4)}`);
const phases = (seconds: PhaseSeconds) =>
  Object.entries(seconds)
    .map(([phase, value]) => `${phase} ${value.toFixed(1)}`)
    .join(", ");

/** The trainer's file has its phases by name, so their order says nothing. */
const longestFirst = (seconds: PhaseSeconds): PhaseSeconds =>
  Object.fromEntries(Object.entries(seconds).sort(([, a], [, b]) => b - a));

function trained(metrics: TrainingMetrics): string[] {
  const sizes = metrics.parameters;
  const loss = [
    `${metrics.heldOutLoss.toFixed(4)} nats/token`,
    metrics.untrainedLoss == null ? "" : `untrained ${metrics.untrainedLoss.toFixed(4)}`,
    metrics.unigramLoss == null ? "" : `unigram ${metrics.unigramLoss.toFixed(4)}`,
  ].filter((part) => part !== "");
  return [
    row("trained", `${metrics.recipe}, ${metrics.steps} steps, seed ${metrics.seed}`),
    ...(sizes
      ? [
          row(
            "parameters",
            `${sizes.total.toLocaleString("en-US")}, ${sizes.trainable.toLocaleString("en-US")} trained`,
          ),
        ]
      : []),
    ...corpusRows(metrics),
    row("held-out loss", loss.join(", ")),
    ...(metrics.bleu == null
      ? []
      : [row("BLEU / chrF", `${metrics.bleu.toFixed(2)} / ${(metrics.chrf ?? 0).toFixed(2)}`)]),
    ...(metrics.tokensPerSecond == null ? [] : [row("speed", `${Math.round(metrics.tokensPerSecond)} tokens/s`)]),
    row("trainer seconds", phases(longestFirst(metrics.phases))),
  ];
}

/**
 * The report of one run: what was trained on what, how well, how fast, for how much, and where it all lies. `seconds`: of
 * each phase of the whole run, beside the trainer's own.
 */
export function renderReport(
  record: RunRecord,
  metrics: TrainingMetrics | undefined,
  capUsd: number | undefined,
  seconds: PhaseSeconds = {},
): string {
  const place = [record.gpu, record.cloud, record.dataCenter].filter(Boolean).join(" · ");
  const billedSeconds =
    record.createdAt && record.terminatedAt
      ? (Date.parse(record.terminatedAt) - Date.parse(record.createdAt)) / 1000
      : undefined;
  const lines = [
    `${record.name}: ${record.status}${record.exitCode === null ? "" : `, exit code ${record.exitCode}`}`,
    ...(metrics ? trained(metrics) : []),
    row("ran on", `${place || "unknown"}${record.hourlyUsd === null ? "" : ` at $${record.hourlyUsd}/h`}`),
    ...(Object.keys(seconds).length === 0 ? [] : [row("seconds per phase", phases(seconds))]),
    ...(billedSeconds === undefined ? [] : [row("pod lived", duration(billedSeconds))]),
    row(
      "dollars",
      `planned at most ${usd(record.worstCaseUsd)}, capped at ${usd(capUsd)}, spent ${usd(record.spentUsd)}, billed ${
        record.billedUsd === null ? "pending" : usd(record.billedUsd)
      }`,
    ),
    row(
      "pod",
      record.provedGoneAt
        ? `${record.podIds.join(", ")} terminated and proved gone`
        : `${record.podIds.join(", ")} NOT proved gone`,
    ),
    row("artifacts", record.artifactsPath),
    row("logs", record.logsPath),
  ];
  const picture = join(record.artifactsPath, "loss-curve.png");
  if (existsSync(picture)) lines.push(row("loss curve", picture));
  const chart = metrics ? lossChart(metrics.trainLoss) : "";
  return [...lines, ...(chart === "" ? [] : ["", "  training loss by step", chart])].join("\n");
}
