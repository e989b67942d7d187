import { costUsd } from "../runpod/run/ledger.ts";
import { isOver, type RunRecord } from "../runpod/run/record.ts";
import type { JobPlan } from "../training-job/plan.ts";
import { metricName } from "./points.ts";
import type { Point } from "./records.ts";
import { toldOf } from "./render/facts.ts";

/** Money is USD. GPU seconds: from each pod's creation to the proof of its end, times its GPUs. */
export function costNumbers(
  job: JobPlan,
  records: readonly RunRecord[],
  nowMs: number,
): Readonly<Record<string, number>> {
  const made = records.filter((record) => record.podIds.length > 0);
  const bills = made.map((record) => record.billedUsd);
  const billedUsd = bills.reduce<number>((sum, usd) => sum + (usd ?? 0), 0);
  const spentUsd = records.reduce((sum, one) => sum + costUsd(job, one, nowMs), 0);
  return {
    "cost.planned_usd": job.worstCaseUsd,
    "cost.cap_usd": job.maxUsd,
    "cost.spent_usd": rounded(spentUsd),
    ...(made.length === 0 || bills.includes(null) ? {} : { "cost.billed_usd": rounded(billedUsd) }),
    "cost.gpu_seconds": Math.round(made.reduce((sum, record) => sum + gpuSeconds(job, record, nowMs), 0)),
  };
}

function gpuSeconds(job: JobPlan, record: RunRecord, nowMs: number): number {
  const from = Date.parse(record.createdAt ?? record.createSentAt ?? "");
  const end = record.provedGoneAt ?? record.terminatedAt;
  const seconds = ((end === null ? nowMs : Date.parse(end)) - from) / 1000;
  const candidate = job.candidates.find((one) => one.gpu === record.gpu && one.cloud === record.cloud);
  return Number.isFinite(seconds) ? Math.max(0, seconds) * (candidate?.count ?? 1) : 0;
}

/** Single numbers of metrics.json, by name; groups of them by path. */
export function resultNumbers(metrics: Readonly<Record<string, unknown>> | null): Readonly<Record<string, number>> {
  const numbers = (path: string, value: unknown): [string, number][] => {
    if (typeof value === "number" && Number.isFinite(value)) return [[metricName(path), value]];
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
    return Object.entries(value).flatMap(([key, inner]) => numbers(`${path}.${key}`, inner));
  };
  return Object.fromEntries(Object.entries(metrics ?? {}).flatMap(([key, value]) => numbers(`result.${key}`, value)));
}

/** When the run ended, by its records; undefined while it is not over. */
export function endMs(records: readonly RunRecord[]): number | undefined {
  const last = toldOf(records);
  if (last === undefined || !isOver(last)) return undefined;
  const at = Date.parse(last.finishedAt ?? last.provedGoneAt ?? last.terminatedAt ?? last.createdAt ?? "");
  return Number.isFinite(at) ? at : undefined;
}

/** Points for numbers that MLflow does not have yet, or has otherwise. */
export function numberPoints(
  numbers: Readonly<Record<string, number>>,
  known: ReadonlyMap<string, number>,
  at: { readonly timestamp: number; readonly step: number },
): readonly Point[] {
  const fresh = Object.entries(numbers).filter(([key, value]) => known.get(key) !== value);
  return fresh.map(([key, value]) => ({ key, value, ...at }));
}

function rounded(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}
