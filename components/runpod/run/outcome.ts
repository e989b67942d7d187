import type { RunStatus } from "./record.ts";

/** What a run came to, or stands at. Money is USD; paths are absolute. */
export interface JobOutcome {
  readonly status: RunStatus;
  readonly run: string;
  /** Name of the last attempt's pod, `<run>-a<n>`. */
  readonly name: string;
  /** The last pod, null where none was made. */
  readonly podId: string | null;
  /** Pods of all attempts, oldest first. */
  readonly podIds: readonly string[];
  readonly gpu: string | null;
  readonly cloud: string | null;
  readonly dataCenter: string | null;
  readonly hourlyUsd: number | null;
  readonly worstCaseUsd: number;
  /** All attempts, reckoned by time and price. */
  readonly spentUsd: number;
  /** All attempts, from RunPod's bill; null while any part of it is pending. */
  readonly billedUsd: number | null;
  /** Attempts so far. */
  readonly attempts: number;
  readonly exitCode: number | null;
  readonly artifactsPath: string;
  readonly logsPath: string;
  readonly metrics: Readonly<Record<string, unknown>> | null;
}

/** What happened, on what, why, and what to do. */
export interface Complaint {
  readonly what: string;
  readonly on: string;
  readonly why: string;
  readonly todo: string;
}

/** One sentence or two for a person. */
export function complaintText(complaint: Complaint): string {
  return `${complaint.on}: ${complaint.what}: ${complaint.why}; ${complaint.todo}`;
}

/**
 * `refused`: nothing was sent. `no-candidate`: no pod could be had. `failed`, `timed-out`, `over-budget`, `interrupted`: how the
 * run ended; its pod is gone. `results`: it succeeded, but its results are not here yet. `local`: this machine failed (disk);
 * the pod is gone. `unreachable`, `not-gone`: RunPod did not answer or refused; a pod may still be billed.
 */
export type JobErrorKind =
  | "refused"
  | "no-candidate"
  | "failed"
  | "timed-out"
  | "over-budget"
  | "interrupted"
  | "results"
  | "local"
  | "unreachable"
  | "not-gone";

/** The run did not succeed. `outcome` is there as soon as an attempt was recorded: its `podId` says whether a pod was made. */
export class JobError extends Error {
  readonly kind: JobErrorKind;
  readonly complaint: Complaint;
  readonly outcome: JobOutcome | undefined;
  constructor(kind: JobErrorKind, complaint: Complaint, outcome?: JobOutcome) {
    super(complaintText(complaint));
    this.name = "JobError";
    this.kind = kind;
    this.complaint = complaint;
    this.outcome = outcome;
  }
}

/** A person left the run to itself; the pod, if there is one, runs on and ends itself. */
export class DetachedError extends Error {
  readonly outcome: JobOutcome | undefined;
  constructor({ job, stack }: { readonly job: string; readonly stack: string }, outcome: JobOutcome | undefined) {
    const pod = outcome?.podId ?? null;
    super(
      pod === null
        ? `job "${job}": detached before a pod was made; nothing runs. Start it with ./yard up -s ${stack}`
        : `job "${job}": detached, pod ${pod} runs on and ends itself at its deadline. Follow it again with ./yard up -s ${stack}, end it with ./yard down -s ${stack}`,
    );
    this.name = "DetachedError";
    this.outcome = outcome;
  }
}

/** The process that we act for died: we stopped at once, in the middle. The next call takes the run up again. */
export class AbortedError extends Error {
  constructor() {
    super("stopped at once, since the program this was done for has ended; ./yard up takes the run up again");
    this.name = "AbortedError";
  }
}
