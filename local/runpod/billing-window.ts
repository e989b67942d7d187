import type { components } from "../../api/runpod/types.generated.ts";
import { ruleProblem } from "./problem.ts";

export type BucketSize = components["schemas"]["BillingBucketSize"];

/** Edges of the buckets asked for, in epoch milliseconds: bucket i is [edges[i], edges[i + 1]). */
export interface BillingWindow {
  readonly bucketSize: BucketSize;
  readonly edges: readonly number[];
}

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
/** More rows than this are refused rather than computed. */
const MAX_BUCKETS = 24 * 400;

/** Start of the bucket that holds `ms`, in UTC; weeks begin on Monday. */
function floorTo(ms: number, size: BucketSize): number {
  const date = new Date(ms);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (size === "hour") return Date.UTC(year, month, day, date.getUTCHours());
  if (size === "day") return Date.UTC(year, month, day);
  if (size === "week") return Date.UTC(year, month, day - ((date.getUTCDay() + 6) % 7));
  return size === "month" ? Date.UTC(year, month) : Date.UTC(year);
}

/** Start of the bucket `steps` later (or earlier). `ms` is itself an edge. */
function step(ms: number, size: BucketSize, steps: number): number {
  const date = new Date(ms);
  if (size === "hour") return ms + steps * 3_600_000;
  if (size === "day") return ms + steps * DAY_MS;
  if (size === "week") return ms + steps * 7 * DAY_MS;
  if (size === "month") return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + steps);
  return Date.UTC(date.getUTCFullYear() + steps, 0);
}

/** Snaps the window to bucket edges. Throws Problem 400 where the query contradicts itself. */
export function billingWindow(
  query: { startTime?: string; endTime?: string; lastN?: number; bucketSize?: BucketSize },
  now: number,
): BillingWindow {
  const size = query.bucketSize ?? "day";
  if (query.lastN !== undefined && (query.startTime !== undefined || query.endTime !== undefined))
    throw ruleProblem("lastN cannot be used together with startTime or endTime");
  const end = query.endTime === undefined ? now : Date.parse(query.endTime);
  // An end that was given is exclusive: on an edge it begins no bucket of its own.
  const last = floorTo(query.endTime === undefined ? end : end - 1, size);
  const start = query.startTime === undefined ? end - DEFAULT_DAYS * DAY_MS : Date.parse(query.startTime);
  const first = query.lastN === undefined ? floorTo(start, size) : step(last, size, 1 - query.lastN);
  if (first > last) throw ruleProblem("startTime must be before endTime");
  const edges = [first];
  for (let edge = first; edge <= last;) {
    edge = step(edge, size, 1);
    edges.push(edge);
    if (edges.length > MAX_BUCKETS) throw ruleProblem("too many buckets: choose a shorter window or larger buckets");
  }
  return { bucketSize: size, edges };
}
