import { claimAnnotations } from "../../lib/claims.ts";
import { gibibytes } from "../../lib/quantities.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import type { MLflowPlan } from "../plan.ts";

/** The artifacts' claim. */
export function artifactsClaim(plan: MLflowPlan, namespace: pulumi.Input<string>) {
  const annotations = claimAnnotations(plan.retain);
  return {
    metadata: { name: `${plan.name}-artifacts`, namespace, labels: plan.serverLabels, annotations },
    spec: {
      accessModes: [plan.artifactsAccess],
      resources: { requests: { storage: gibibytes(plan.artifactsGiB) } },
      ...(plan.storageClass === undefined ? {} : { storageClassName: plan.storageClass }),
    },
  };
}
