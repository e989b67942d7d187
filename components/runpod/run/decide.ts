import type { PodEnd } from "../render/status-line.ts";
import { isOver, mayHavePod, type RunRecord } from "./record.ts";

/** One attempt as all sources together know it. */
export interface KnownAttempt {
  readonly record: RunRecord;
  /** How it ended, from its status in the kept log or on the volume. */
  readonly end: PodEnd | undefined;
  /** Its pods on RunPod, oldest first. */
  readonly livePodIds: readonly string[];
  /** The volume shows that its supervisor has started. */
  readonly started: boolean;
}

export interface Facts {
  readonly attempts: readonly KnownAttempt[];
  /** Can the volume say how an attempt ended? `none`: the job has no volume. */
  readonly volume: "read" | "unreadable" | "none";
  readonly forced: boolean;
  readonly nowMs: number;
  /** A pod that finished waits at least so long before it ends itself. */
  readonly handoverSeconds: number;
}

export type Decision =
  /** It succeeded; what is left to do (fetch, prove, bill) is done now. */
  | { readonly kind: "take-over"; readonly attempt: number }
  /** Its pod lives. */
  | { readonly kind: "adopt"; readonly attempt: number; readonly podId: string }
  /** It ended unwatched, without success; this call reports it. */
  | { readonly kind: "settle"; readonly attempt: number; readonly end: PodEnd }
  /** Its pod is gone and it had not finished: the next attempt goes on from its checkpoints. */
  | { readonly kind: "lost"; readonly attempt: number }
  /** Nobody can say whether it finished. */
  | { readonly kind: "unknown"; readonly attempt: number }
  | { readonly kind: "start"; readonly attempt: number };

/** What to do with a run, from what is known of its attempts. Pods that it does not name are to be ended. */
export function decide(facts: Facts): Decision {
  const known = [...facts.attempts].sort((a, b) => b.record.attempt - a.record.attempt);
  const done = known.find((one) => hasSucceeded(one) && !isGivenUp(one, facts));
  if (done !== undefined) return finished(done);
  const open = known.filter((one) => !isOver(one.record));
  const live = open.find((one) => one.livePodIds.length > 0);
  if (live !== undefined) return adopt(live);
  const newest = known.find((one) => mayHavePod(one.record));
  if (newest === undefined) return { kind: "start", attempt: 1 };
  const attempt = newest.record.attempt;
  if (mayHaveFinished(newest, facts)) return { kind: "unknown", attempt };
  return isOver(newest.record) ? { kind: "start", attempt: attempt + 1 } : withoutPod(newest, facts);
}

/** Reasons after which nothing can come any more: the supervisor said so, or the pod was gone when the volume was read. */
const LAST_REASONS = ["exit", "signal", "no-python3", "data-missing", "pull-failed", "gone", "lost"];

/** We ended it for a reason of our own, and while RunPod was slow to do so its command may have come to its end. */
function mayHaveFinished({ record }: KnownAttempt, facts: Facts): boolean {
  const open = isOver(record) && record.podIds.length > 0 && !LAST_REASONS.includes(record.reason ?? "");
  return open && facts.volume === "unreadable" && !facts.forced;
}

function hasSucceeded(one: KnownAttempt): boolean {
  return one.record.status === "succeeded" || succeeded(one.end);
}

/** A success whose results are lost, which a person told us to make again. */
function isGivenUp(one: KnownAttempt, facts: Facts): boolean {
  const lost = facts.volume === "none" && one.record.fetchedAt === null && one.livePodIds.length === 0;
  return facts.forced && lost;
}

function succeeded(end: PodEnd | undefined): boolean {
  return end?.reason === "exit" && end.exitCode === 0;
}

function finished(done: KnownAttempt): Decision {
  return done.livePodIds.length > 0 && !isOver(done.record)
    ? adopt(done)
    : { kind: "take-over", attempt: done.record.attempt };
}

function adopt(one: KnownAttempt): Decision {
  return { kind: "adopt", attempt: one.record.attempt, podId: one.livePodIds[0] ?? "" };
}

function withoutPod(one: KnownAttempt, facts: Facts): Decision {
  const attempt = one.record.attempt;
  if (one.end !== undefined) return { kind: "settle", attempt, end: one.end };
  const neverSeen = one.record.podIds.length === 0;
  if (facts.volume === "read")
    return neverSeen && !one.started ? { kind: "start", attempt } : { kind: "lost", attempt };
  const ageMs = facts.nowMs - Date.parse(one.record.createSentAt ?? "");
  if (neverSeen && ageMs < facts.handoverSeconds * 1000) return { kind: "start", attempt };
  return facts.forced ? { kind: "lost", attempt } : { kind: "unknown", attempt };
}
