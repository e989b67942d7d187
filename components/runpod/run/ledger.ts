import { priceOr, spentUsd } from "../../lib/cost/spend.ts";
import type { JobPlan } from "../../training-job/plan.ts";
import { isOver, mayHavePod, type RunRecord } from "./record.ts";

type Prices = Pick<JobPlan, "maxUsdPerHour" | "ceilingUsdPerHour">;

/** What an hour of this pod costs with its disk, USD: the known price, never a missing one as 0. */
export function hourUsd(job: Prices, usdPerHour: number | null | undefined): number {
  return priceOr(job.maxUsdPerHour, usdPerHour) + (job.ceilingUsdPerHour - job.maxUsdPerHour);
}

/**
 * What an attempt has cost until `nowMs`, USD, never too little: from before its create was sent to the proof of its end.
 * Somebody watched it all the time or it is gone.
 */
export function reckonedUsd(job: Prices, record: RunRecord, nowMs: number): number {
  if (record.createSentAt === null) return record.extrasUsd;
  const endMs = record.provedGoneAt === null ? nowMs : Date.parse(record.provedGoneAt);
  return record.extrasUsd + spentUsd((endMs - Date.parse(record.createSentAt)) / 1000, hourUsd(job, record.hourlyUsd));
}

/**
 * What a lost attempt, whose end nobody saw, can have cost: what its pod was allowed to, or less where less time has passed.
 * A pod that still was there when that was used up keeps no deadline, so then the time alone tells.
 */
export function lostUsd(job: Prices, record: RunRecord, nowMs: number): number {
  // Its price may have been above what was allowed; a lower one is not relied on.
  const hourlyUsd = Math.max(record.hourlyUsd ?? 0, job.maxUsdPerHour);
  const untilUsd = (ms: number) => reckonedUsd(job, { ...record, provedGoneAt: null, hourlyUsd }, ms);
  const allowedUsd = record.worstCaseUsd + record.extrasUsd;
  const seenMs = [record.finishedAt, record.terminatedAt].map((at) => (at === null ? 0 : Date.parse(at)));
  return untilUsd(Math.max(...seenMs)) > allowedUsd ? untilUsd(nowMs) : Math.min(untilUsd(nowMs), allowedUsd);
}

/**
 * Closes the account of a create whose pod nobody ever saw. That no pod is listed now does not say that there never was one:
 * it may have been born, died and gone between two looks, so what it can have cost counts.
 */
export function writeOff(
  job: Prices,
  record: RunRecord,
  nowMs: number,
): Pick<RunRecord, "createSentAt" | "extrasUsd" | "unseenUsd"> {
  const extrasUsd = lostUsd(job, record, nowMs);
  return { createSentAt: null, extrasUsd, unseenUsd: record.unseenUsd + extrasUsd - record.extrasUsd };
}

/**
 * What counts against the cap for an attempt that is over: our own sum or the bill, whichever is more. Where nobody saw the
 * end, our sum is the worst case, so the bill alone counts as soon as it is there.
 */
export function settledUsd(record: RunRecord): number {
  const billedUsd = (record.billedUsd ?? 0) + record.unseenUsd;
  return record.reason === "lost" && record.billedUsd !== null ? billedUsd : Math.max(record.spentUsd, billedUsd);
}

/** What an attempt has cost so far: settled once its pod is proved gone, else reckoned until now, also where its run is over. */
export function costUsd(job: Prices, record: RunRecord, nowMs: number): number {
  const isOpen = !isOver(record) || (mayHavePod(record) && record.provedGoneAt === null);
  return isOpen ? Math.max(settledUsd(record), reckonedUsd(job, record, nowMs)) : settledUsd(record);
}

/** Against the cap, all attempts but `except`. */
export function spentBeforeUsd(records: readonly RunRecord[], except: number): number {
  return records.reduce((sum, record) => (record.attempt === except ? sum : sum + settledUsd(record)), 0);
}
