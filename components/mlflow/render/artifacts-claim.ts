import { gibibytes } from "../../lib/quantities.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import type { MLflowPlan } from "../plan.ts";

/** The artifacts' claim. Nobody waits for its volume, which many classes make only when a pod wants it. */
export function artifactsClaim(plan: MLflowPlan, namespace: pulumi.Input<string>) {
  const annotations = { "pulumi.com/skipAwait": "true" };
  return {
    metadata: { name: `${plan.name}-artifacts`, namespace, labels: plan.serverLabels, annotations },
    spec: {
      accessModes: [plan.artifactsAccess],
      resources: { requests: { storage: gibibytes(plan.artifactsGiB) } },
      ...(plan.storageClass === undefined ? {} : { storageClassName: plan.storageClass }),
    },
  };
}
