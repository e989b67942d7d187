import type { JobPlan } from "../../training-job/plan.ts";
import type { RunRecord } from "../../runpod/run/record.ts";
import { keptName } from "./names.ts";

/** Tag that finds a run again; its value is the run's name. */
export const RUN_TAG = "trainyard.run";
/** Tag with all digits of the hash: the name has the first eight. */
export const HASH_TAG = "trainyard.hash";

const MAX_PARAM = 6000;
const MAX_TAG = 5000;

/** What decides the result, by name: none of it ever changes for one hash, as MLflow demands of parameters. */
export function paramsOf(job: JobPlan): Readonly<Record<string, string>> {
  const work = job.recipe === null ? { command: job.command.join(" ") } : flat("recipe", job.recipe);
  const params = { ...work, seed: String(job.seed), data: job.data?.id ?? "none", config_hash: job.hash };
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [keptName(key), cut(value, MAX_PARAM)]));
}

/** Tags that find the run; set when it is made. */
export function nameTags(job: JobPlan): Readonly<Record<string, string>> {
  return {
    "mlflow.runName": job.run,
    "mlflow.source.name": job.project,
    "mlflow.source.type": "JOB",
    [RUN_TAG]: job.run,
    [HASH_TAG]: job.hash,
    "trainyard.project": job.project,
    "trainyard.stack": job.stack,
    "trainyard.job": job.job,
  };
}

/** Tags that say where a run stands and what it was made from. */
export function tagsOf(
  job: JobPlan,
  records: readonly RunRecord[],
  source: { readonly commit: string; readonly dirty: boolean } | null,
): Readonly<Record<string, string>> {
  const last = toldOf(records);
  const known = (value: string | number | null | undefined) =>
    value === null || value === undefined ? "" : String(value);
  const tags: Record<string, string> = {
    ...nameTags(job),
    "trainyard.recipe": known(job.recipe?.["name"] as string | undefined),
    "trainyard.seed": String(job.seed),
    "trainyard.data": known(job.data?.id),
    "trainyard.snapshot": known(job.data?.snapshot),
    "trainyard.image": job.image,
    "trainyard.image_digest": job.image.split("@")[1] ?? "",
    "trainyard.git_commit": known(source?.commit),
    "mlflow.source.git.commit": known(source?.commit),
    "trainyard.git_dirty": source === null ? "" : String(source.dirty),
    "trainyard.attempts": String(records.length),
    "trainyard.pod_ids": records.flatMap((record) => record.podIds).join(","),
    "trainyard.status": known(last?.status),
    "trainyard.reason": known(last?.reason),
    "trainyard.exit_code": known(last?.exitCode),
    "trainyard.gpu": known(last?.gpu),
    "trainyard.cloud": known(last?.cloud),
    "trainyard.data_center": known(last?.dataCenter),
    "trainyard.attempt_ends": records
      .map((record) => `a${record.attempt} ${record.reason ?? record.status}`)
      .join(", "),
  };
  const told = Object.entries(tags).filter(([, value]) => value !== "");
  return Object.fromEntries(told.map(([key, value]) => [key, cut(value, MAX_TAG)]));
}

/** The attempt that speaks for the run: the one that succeeded, else the newest. */
export function toldOf(records: readonly RunRecord[]): RunRecord | undefined {
  const sorted = [...records].sort((a, b) => a.attempt - b.attempt);
  return sorted.find((record) => record.status === "succeeded") ?? sorted.at(-1);
}

function* leaves(path: string, value: unknown): Generator<[string, string]> {
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) yield [path, value.join(", ")];
  else if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) yield* leaves(`${path}.${key}`, inner);
  else yield [path, String(value)];
}

function flat(path: string, value: unknown): Record<string, string> {
  return Object.fromEntries(leaves(path, value));
}

/** Half of a character that JavaScript counts as two would be text that MLflow's server cannot read. */
function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3).toWellFormed()}...`;
}
