import type * as pulumi from "../../lib/pulumi.ts";
import { containerResources } from "../../lib/resources.ts";
import { restrictedPod } from "../../lib/security.ts";
import type { MLflowPlan } from "../plan.ts";
import { ADMIN_PASSWORD_KEY, DATABASE_URI } from "./constants.ts";
import { commonContainer, commonEnv, commonVolumes, fromConfig, type PodUses } from "./container.ts";

export interface RetentionUses extends PodUses {
  /** URL of the server, which removes the artifacts. */
  readonly url: pulumi.Input<string>;
}

/** Removes runs that were deleted long ago, with their artifacts. Rows go from the database, artifacts through the server. */
export function retentionCronJob(
  plan: MLflowPlan,
  retention: NonNullable<MLflowPlan["retention"]>,
  uses: RetentionUses,
) {
  const labels = plan.retentionLabels;
  const age = `--older-than=${retention.deletedDays}d`;
  const container = {
    ...commonContainer(uses),
    name: "gc",
    // `gc` reads no address of the database from the environment.
    command: ["mlflow", "gc", `--backend-store-uri=${DATABASE_URI}`, age],
    env: [
      ...commonEnv(plan, uses),
      { name: "MLFLOW_TRACKING_URI", value: uses.url },
      { name: "MLFLOW_TRACKING_USERNAME", value: plan.adminUsername },
      { name: "MLFLOW_TRACKING_PASSWORD", ...fromConfig(uses, ADMIN_PASSWORD_KEY) },
    ],
    resources: containerResources({ ...plan.resources, memoryMiB: 768 }),
  };
  const pod = { ...restrictedPod, restartPolicy: "Never", containers: [container], volumes: commonVolumes(uses) };
  const template = { metadata: { labels }, spec: pod };
  return {
    metadata: { name: `${plan.name}-gc`, namespace: uses.namespace, labels },
    spec: {
      schedule: retention.schedule,
      timeZone: "Etc/UTC",
      startingDeadlineSeconds: 3600,
      concurrencyPolicy: "Forbid",
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: { metadata: { labels }, spec: { backoffLimit: 2, activeDeadlineSeconds: 3600, template } },
    },
  };
}
