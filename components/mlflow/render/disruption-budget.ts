import type * as pulumi from "../../lib/pulumi.ts";
import type { MLflowPlan } from "../plan.ts";

/** Pods are evicted one at a time; a server that stands alone may be, since its successor needs nothing of it. */
export function disruptionBudget(plan: MLflowPlan, namespace: pulumi.Input<string>) {
  return {
    metadata: { name: plan.name, namespace, labels: plan.serverLabels },
    spec: { maxUnavailable: 1, selector: { matchLabels: plan.serverLabels } },
  };
}
