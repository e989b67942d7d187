import type { JobPlan } from "../../training-job/plan.ts";
import type { PodEnd } from "../render/status-line.ts";
import type { Complaint, JobErrorKind } from "./outcome.ts";
import { refusalAdvice } from "./pull.ts";
import type { RunRecord, RunStatus } from "./record.ts";

/** Why we stop watching a pod. */
export type Verdict =
  /** The supervisor said how the command ended. */
  | { readonly kind: "end"; readonly end: PodEnd }
  /** The pod is gone, stopped or broken, and nobody said how the command ended. */
  | { readonly kind: "gone"; readonly why: string }
  /** `pullTrouble`: the last line about its image that could not be pulled. */
  | { readonly kind: "not-ready"; readonly pullTrouble: string | undefined }
  | { readonly kind: "over-price"; readonly usdPerHour: number }
  | { readonly kind: "pull-failed"; readonly line: string }
  | { readonly kind: "restart-loop"; readonly starts: number }
  | { readonly kind: "silent"; readonly seconds: number }
  | { readonly kind: "stalled" }
  | { readonly kind: "deadline" }
  | { readonly kind: "over-budget" };

/** What a verdict means for the run. */
export interface Judgement {
  readonly status: Exclude<RunStatus, "planned" | "creating" | "running">;
  readonly reason: string;
  readonly exitCode: number | null;
  /** `attempt`: go on with the next attempt. `candidate`: likewise, and never again on this candidate in this call. `no`: final. */
  readonly again: "attempt" | "candidate" | "no";
  readonly complaint: Complaint;
}

type Told = Pick<JobPlan, "job" | "image" | "maxUsd" | "maxUsdPerHour">;

export function judge(
  verdict: Verdict,
  job: Told,
  record: Pick<RunRecord, "name" | "limitedBy" | "logsPath">,
): Judgement {
  const on = `job "${job.job}" (${record.name})`;
  const seeLog = `read ${record.logsPath}`;
  const make = (
    status: Judgement["status"],
    reason: string,
    again: Judgement["again"],
    [what, why, todo]: readonly [string, string, string],
  ): Judgement => ({
    status,
    reason,
    again,
    exitCode: verdict.kind === "end" ? verdict.end.exitCode : null,
    complaint: { what, on, why, todo },
  });
  switch (verdict.kind) {
    case "end":
      return judgeEnd(verdict.end, record, make, seeLog);
    case "gone":
      return make("interrupted", "gone", "attempt", ["the pod was lost", verdict.why, "run ./yard up to go on"]);
    case "silent":
      return make("interrupted", "silent", "attempt", [
        "the pod fell silent",
        `no heartbeat for ${verdict.seconds} s`,
        `run ./yard up to go on; ${seeLog}`,
      ]);
    case "not-ready":
      return make("interrupted", "not-ready", "candidate", notReady(verdict.pullTrouble, job));
    case "over-price":
      return make("interrupted", "over-price", "candidate", [
        "the pod costs more than allowed",
        `it costs $${verdict.usdPerHour} an hour, maxUsdPerHour is ${job.maxUsdPerHour}`,
        "raise maxUsdPerHour or choose other candidates",
      ]);
    case "pull-failed":
      return make("failed", "pull-failed", "no", [
        "the image cannot be pulled",
        verdict.line,
        refusalAdvice(verdict.line, job.image),
      ]);
    case "restart-loop":
      return make("failed", "restart-loop", "no", [
        "the container starts again and again",
        `${verdict.starts} starts without a sign of the supervisor`,
        `check that ${job.image} has sh and python3 and runs on linux/amd64; ${seeLog}`,
      ]);
    case "stalled":
      return make("failed", "stalled", "no", ["the run made no progress", "its stall limit is over", seeLog]);
    case "deadline":
      return record.limitedBy === "money" ? overBudget(make, job) : timedOut(make, seeLog);
    case "over-budget":
      return overBudget(make, job);
  }
}

function notReady(pullTrouble: string | undefined, job: Told): readonly [string, string, string] {
  const what = "the pod did not become ready";
  const timedOut = "RunPod showed no running container within the provisioning time-out";
  return pullTrouble === undefined
    ? [what, timedOut, "add candidates or raise provisionTimeoutMinutes"]
    : [
        what,
        `${timedOut}, since its image could not be pulled: ${pullTrouble}`,
        `check that the registry of ${job.image} can be reached from the internet and is not overloaded, then run ./yard up; or raise provisionTimeoutMinutes`,
      ];
}

type Make = (
  status: Judgement["status"],
  reason: string,
  again: Judgement["again"],
  text: readonly [string, string, string],
) => Judgement;

function judgeEnd(end: PodEnd, record: Pick<RunRecord, "limitedBy">, make: Make, seeLog: string): Judgement {
  switch (end.reason) {
    case "exit":
      return end.exitCode === 0
        ? make("succeeded", "exit", "no", ["the run succeeded", "its command ended with exit code 0", "nothing to do"])
        : make("failed", "exit", "no", ["the command failed", `exit code ${String(end.exitCode)}`, seeLog]);
    case "deadline":
      return record.limitedBy === "money" ? overBudget(make) : timedOut(make, seeLog);
    case "stalled":
      return make("failed", "stalled", "no", ["the run made no progress", "its stall limit is over", seeLog]);
    case "signal":
      return make("interrupted", "signal", "attempt", [
        "the pod was told to stop",
        "RunPod sent it a signal",
        "run ./yard up to go on",
      ]);
    case "second-start":
      return make("interrupted", "second-start", "attempt", [
        "the container was started a second time",
        "its first start ended without a status",
        `run ./yard up to go on; ${seeLog}`,
      ]);
    case "no-python3":
      return make("failed", "no-python3", "no", [
        "the image has no python3",
        "the supervisor needs it",
        "use an image with python3",
      ]);
    case "data-missing":
      return make("failed", "data-missing", "no", [
        "the training data did not arrive in the pod",
        "the pod gave up waiting for it",
        `run ./yard up to try again; ${seeLog}`,
      ]);
  }
}

function overBudget(make: Make, job?: Pick<JobPlan, "maxUsd">): Judgement {
  return make("over-budget", "over-budget", "no", [
    "the run's money is used up",
    job === undefined ? "the time that maxUsd pays for is over" : `maxUsd is ${job.maxUsd}`,
    "raise maxUsd and run ./yard up: it goes on from the last checkpoint",
  ]);
}

function timedOut(make: Make, seeLog: string): Judgement {
  return make("timed-out", "deadline", "no", [
    "the run took longer than maxDurationMinutes",
    "its time is over",
    `raise maxDurationMinutes and run ./yard up: it goes on from the last checkpoint; ${seeLog}`,
  ]);
}

/** The error that a final judgement is thrown as. */
export function errorKind(status: RunStatus): JobErrorKind {
  return status === "timed-out" || status === "over-budget" || status === "interrupted" ? status : "failed";
}
