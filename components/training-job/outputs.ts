import type { ChargedState } from "../runpod/run/budget.ts";
import type { JobOutcome } from "../runpod/run/outcome.ts";
import type { TrackedState } from "../runpod/run/tracking.ts";
import type { JobInputs, PricePlan } from "./args.ts";

/** What a job's state keeps of its run's outcome. */
const resultKeys = [
  "status",
  "podId",
  "podIds",
  "gpu",
  "dataCenter",
  "hourlyUsd",
  "worstCaseUsd",
  "spentUsd",
  "billedUsd",
  "attempts",
  "exitCode",
  "artifactsPath",
  "logsPath",
  "metrics",
] as const satisfies readonly (keyof JobOutcome)[];

/** What a run came to, or stands at, as far as the state keeps it. */
export type JobResult = Pick<JobOutcome, (typeof resultKeys)[number]> & {
  /** Absent for a job that is recorded nowhere else. */
  readonly tracking?: TrackedState | undefined;
  /** Absent for a job without a budget. */
  readonly charged?: ChargedState | undefined;
};

/** What the state keeps of a record elsewhere. */
const trackedKeys = ["mlflowRunId", "tracked"] as const satisfies readonly (keyof TrackedState)[];

/** A bag of properties as Pulumi hands them over. */
export type Properties = Readonly<Record<string, unknown>>;

/** What a job's state holds: its inputs under their own names (so that a secret one stays secret), and the results. */
export type JobState = Omit<JobInputs, "attempts"> &
  Omit<JobResult, "tracking" | "charged"> &
  Partial<TrackedState> & {
    readonly charged?: ChargedState;
    readonly plan: PricePlan;
    /** Hash of the run that these results are of. */
    readonly hash: string;
    /** The input `attempts`, whose name the result has. */
    readonly maxAttempts: number;
  };

/** Numbers of the metrics that the state keeps; curves stay in the run folder. */
const MAX_METRICS_BYTES = 4096;

export function stateOf(inputs: JobInputs, plan: PricePlan, hash: string, outcome: JobResult): JobState {
  const kept = Object.fromEntries(resultKeys.map((key) => [key, outcome[key]])) as unknown as Omit<
    JobResult,
    "charged"
  >;
  const metrics = kept.metrics === null ? null : summary(kept.metrics);
  const tracked = inputs.mlflow === undefined ? {} : (outcome.tracking ?? untold);
  const charged: Pick<JobState, "charged"> =
    inputs.budget === undefined ? {} : { charged: outcome.charged ?? "pending" };
  return { ...inputs, plan, hash, maxAttempts: inputs.attempts, ...kept, metrics, ...tracked, ...charged };
}

const untold: TrackedState = { mlflowRunId: null, tracked: "pending" };

/** What a state says of a record elsewhere, once it was told anew; an id that is known is not forgotten. */
export function trackedOf(state: Properties, told: TrackedState | undefined): TrackedState {
  const known = typeof state["mlflowRunId"] === "string" ? state["mlflowRunId"] : null;
  return told === undefined ? { ...untold, mlflowRunId: known } : { ...told, mlflowRunId: told.mlflowRunId ?? known };
}

/** The inputs that a state was made from. */
export function inputsOf(state: Properties): Properties {
  const results = new Set<string>([...resultKeys, ...trackedKeys, "charged", "hash", "maxAttempts"]);
  const inputs = Object.entries(state).filter(([key]) => !results.has(key));
  return { ...Object.fromEntries(inputs), attempts: state["maxAttempts"] };
}

/** Inputs as the user gave them: without what `check` and Pulumi add. */
export function userFields(inputs: Properties): Properties {
  const { plan: _plan, __provider: _provider, ...fields } = inputs;
  return fields;
}

const overStatuses = ["succeeded", "failed", "interrupted", "timed-out", "over-budget", "cancelled"];

/** The run is over, whatever became of it. */
export function isOver(status: unknown): boolean {
  return typeof status === "string" && overStatuses.includes(status);
}

/** What `up` waits for has come true, so another `up` has nothing to do. */
export function isDone(state: Properties): boolean {
  return state["status"] === "succeeded" || (state["status"] === "running" && state["wait"] === "started");
}

/** Single values and small groups of them: the state of a hundred jobs stays small. */
function summary(metrics: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const kept: Record<string, unknown> = {};
  let bytes = 0;
  for (const [key, value] of Object.entries(metrics)) {
    if (Array.isArray(value)) continue;
    bytes += JSON.stringify({ [key]: value }).length;
    if (bytes <= MAX_METRICS_BYTES) kept[key] = value;
  }
  return kept;
}
