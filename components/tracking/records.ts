import { z } from "zod";

const pairs = z.array(z.object({ key: z.string(), value: z.string().default("") })).default([]);
const metric = z.object({
  key: z.string(),
  value: z.number().or(z.string()).transform(Number),
  timestamp: z.number().or(z.string()).transform(Number),
  step: z.number().or(z.string()).default(0).transform(Number),
});

/** One value of one metric. */
export type Point = Readonly<z.infer<typeof metric>>;

const run = z.object({
  info: z.object({
    run_id: z.string(),
    experiment_id: z.string(),
    status: z.string(),
    start_time: z.number().or(z.string()).default(0).transform(Number),
    artifact_uri: z.string().default(""),
    lifecycle_stage: z.string().default("active"),
  }),
  data: z.object({ tags: pairs, params: pairs, metrics: z.array(metric).default([]) }).prefault({}),
});

/** What MLflow answers, as far as it is read. */
export const answers = {
  nothing: z.unknown(),
  experiment: z.object({ experiment: z.object({ experiment_id: z.string(), lifecycle_stage: z.string() }) }),
  newExperiment: z.object({ experiment_id: z.string() }),
  run: z.object({ run }),
  runs: z.object({ runs: z.array(run).default([]) }),
  history: z.object({ metrics: z.array(metric).default([]), next_page_token: z.string().optional() }),
  versions: z.object({
    model_versions: z.array(z.object({ version: z.string(), run_id: z.string().default("") })).default([]),
  }),
  version: z.object({ model_version: z.object({ version: z.string() }) }),
};

export type RunStatus = "RUNNING" | "FINISHED" | "FAILED" | "KILLED";

/** A run of MLflow. */
export interface TrackedRun {
  readonly id: string;
  readonly experimentId: string;
  /** One of RunStatus, or another word of MLflow's. */
  readonly status: string;
  /** Epoch milliseconds. */
  readonly startMs: number;
  /** `mlflow-artifacts:/<experiment>/<run>/artifacts` */
  readonly artifactUri: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly params: ReadonlyMap<string, string>;
  /** The latest value of each metric. */
  readonly metrics: ReadonlyMap<string, number>;
}

export function trackedRun({ info, data }: z.infer<typeof run>): TrackedRun {
  const map = (list: { key: string; value: string }[]) => new Map(list.map(({ key, value }) => [key, value]));
  return {
    id: info.run_id,
    experimentId: info.experiment_id,
    status: info.status,
    startMs: info.start_time,
    artifactUri: info.artifact_uri,
    tags: map(data.tags),
    params: map(data.params),
    metrics: new Map(data.metrics.map(({ key, value }) => [key, value])),
  };
}
