import { z } from "zod";

const resource = z.looseObject({ urn: z.string(), type: z.string() });
const exported = z.looseObject({ deployment: z.looseObject({ resources: z.array(resource) }) });

const TRAINING_JOB = "pulumi-nodejs:dynamic/runpod:TrainingJob";

/**
 * An exported state as another stack would have it, with the resource of `job` once for each of `names`: everything that
 * names stack or job names the other one.
 */
export function copyJobs(
  text: string,
  copy: { readonly from: string; readonly to: string; readonly job: string; readonly names: readonly string[] },
): string {
  const moved = text
    .replaceAll(`urn:pulumi:${copy.from}::`, `urn:pulumi:${copy.to}::`)
    .replaceAll(`-${copy.from}-`, `-${copy.to}-`)
    .replaceAll(`-${copy.from}"`, `-${copy.to}"`)
    .replaceAll(`"stack": "${copy.from}"`, `"stack": "${copy.to}"`);
  const state = exported.parse(JSON.parse(moved));
  const { resources } = state.deployment;
  const copied = resources.flatMap((one) => {
    if (one.type !== TRAINING_JOB) return [one];
    const own = JSON.stringify(one);
    return copy.names.map((name) => JSON.parse(own.replaceAll(copy.job, name)) as typeof one);
  });
  return JSON.stringify({ ...state, deployment: { ...state.deployment, resources: copied } }, null, 4);
}
