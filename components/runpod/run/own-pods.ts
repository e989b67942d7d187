import { parseAttemptName } from "../../lib/names.ts";
import type { JobPlan } from "../../training-job/plan.ts";
import type { Pod } from "../service.ts";

/** Pods that bear a name of this job. `run`: ours, of this run; `otherRuns`: ours, of earlier inputs; `foreign`: of another owner. */
export interface JobPods {
  readonly run: readonly Pod[];
  readonly otherRuns: readonly Pod[];
  readonly foreign: readonly Pod[];
}

/** Finds the pods of a job by name and ownership token among all pods of the account. */
export function podsOfJob(
  pods: readonly Pod[],
  job: Pick<JobPlan, "project" | "stack" | "job" | "run">,
  owner: string,
): JobPods {
  const named = pods.filter((pod) => {
    const parts = parseAttemptName(pod.name);
    const same = parts?.project === job.project && parts.stack === job.stack && parts.job === job.job;
    return same && pod.status !== "TERMINATED";
  });
  const mine = named.filter((pod) => ownerOf(pod) === owner);
  return {
    run: mine.filter((pod) => parseAttemptName(pod.name)?.run === job.run),
    otherRuns: mine.filter((pod) => parseAttemptName(pod.name)?.run !== job.run),
    foreign: named.filter((pod) => ownerOf(pod) !== owner && parseAttemptName(pod.name)?.run === job.run),
  };
}

export function ownerOf(pod: Pod): string | undefined {
  return envOf(pod)["TRAINYARD_OWNER"];
}

/** The environment that RunPod shows; an answer may lack it. */
export function envOf(pod: Pod): Readonly<Record<string, string | undefined>> {
  return (pod.env as Readonly<Record<string, string>> | null | undefined) ?? {};
}

/** Oldest first. */
export function byAge(pods: readonly Pod[]): readonly Pod[] {
  return [...pods].sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id));
}
