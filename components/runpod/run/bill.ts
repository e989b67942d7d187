import { spentUsd } from "../../lib/cost/spend.ts";
import { RunpodError } from "../failures.ts";
import type { RunRecord } from "./record.ts";
import type { RunFolder } from "./run-folder.ts";
import { timing } from "./timing.ts";
import type { Reach } from "./world.ts";

/** Reads the bill of every attempt that has none yet, and keeps what has landed in full. True when none is missing. */
export async function readBills(world: Reach, folders: readonly RunFolder[]): Promise<boolean> {
  let complete = true;
  for (const folder of folders) {
    const { record } = folder;
    if (record.billedUsd !== null || record.createSentAt === null || record.podIds.length === 0) continue;
    const billedUsd = await wholeBill(world, record);
    if (billedUsd === undefined) complete = false;
    else await folder.save({ billedUsd });
  }
  return complete;
}

/** Waits for the bill at most `waitSeconds`. RunPod's lands minutes to an hour late, so that waiting is for those who can. */
export async function awaitBills(world: Reach, folders: readonly RunFolder[], waitSeconds: number): Promise<boolean> {
  const end = world.clock.now() + waitSeconds * 1000;
  for (;;) {
    if (await readBills(world, folders)) return true;
    const left = end - world.clock.now();
    if (left <= 0) return false;
    await world.clock.sleep(Math.min(timing.billLookMs, left));
  }
}

/**
 * A bill lands in parts and nothing says which is the last. It counts as whole when it covers the time in which the command
 * ran and does not grow, or when the pod has been gone for longer than RunPod takes. What is missing is no bill of $0, however
 * late, but for a pod in which no command can have run.
 */
async function wholeBill(world: Reach, record: RunRecord): Promise<number | undefined> {
  if (record.provedGoneAt === null) return undefined;
  const isLate = world.clock.now() - Date.parse(record.provedGoneAt) > timing.billLatestMs;
  const bill = await billed(world, record);
  if (bill === undefined) return undefined;
  const { usd, rows } = bill;
  const hasAll = rows === record.podIds.length;
  const covers = usd >= leastUsd(record);
  if (isLate) return mayHaveRun(record) && (rows === 0 || !(hasAll || covers)) ? undefined : usd;
  if (!hasAll || !covers) return undefined;
  await world.clock.sleep(timing.billSpacingMs);
  return (await billed(world, record))?.usd === usd ? usd : undefined;
}

const mayHaveRun = ({ startedAt, reason }: RunRecord): boolean => startedAt !== null || reason === "lost";

/** Most of what the running command must have cost, by RunPod's own price. */
function leastUsd({ createdAt, startedAt, terminatedAt, provedGoneAt, hourlyUsd }: RunRecord): number {
  const end = Date.parse(terminatedAt ?? provedGoneAt ?? "");
  const from = Math.max(Date.parse(startedAt ?? createdAt ?? ""), Date.parse(createdAt ?? startedAt ?? ""));
  return Number.isFinite(end - from) ? 0.95 * spentUsd((end - from) / 1000, hourlyUsd ?? 0) : 0;
}

/** The sum over its pods, and how many of them have rows; undefined where RunPod does not say. */
async function billed(world: Reach, record: RunRecord): Promise<{ usd: number; rows: number } | undefined> {
  const since = new Date(record.createSentAt ?? record.createdAt ?? 0);
  let [usd, rows] = [0, 0];
  for (const id of record.podIds) {
    try {
      const bill = await world.service.billedUsd(id, since);
      usd += bill.usd;
      rows += bill.landed ? 1 : 0;
    } catch (error) {
      if (!(error instanceof RunpodError)) throw error;
      return undefined;
    }
  }
  return { usd, rows };
}
