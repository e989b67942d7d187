import type * as pulumi from "../../lib/pulumi.ts";
import { restrictedPod } from "../../lib/security.ts";
import { HOUR_SECONDS } from "../../lib/units.ts";
import type { HdfsPlan } from "../plan.ts";

/** A job by the clock, one at a time, that is missed rather than late by more than an hour. */
export function cronJob<Spec extends object>(
  plan: HdfsPlan,
  role: string,
  schedule: string,
  namespace: pulumi.Input<string>,
  spec: Spec,
) {
  const labels = plan.jobLabels;
  const template = { metadata: { labels }, spec: { ...restrictedPod, restartPolicy: "Never", ...spec } };
  return {
    metadata: { name: `${plan.name}-${role}`, namespace, labels },
    spec: {
      schedule,
      timeZone: "Etc/UTC",
      startingDeadlineSeconds: HOUR_SECONDS,
      concurrencyPolicy: "Forbid",
      successfulJobsHistoryLimit: 2,
      failedJobsHistoryLimit: 2,
      jobTemplate: {
        metadata: { labels },
        spec: { backoffLimit: 2, activeDeadlineSeconds: HOUR_SECONDS, template },
      },
    },
  };
}
