import type * as pulumi from "../../lib/pulumi.ts";
import type { PostgresPlan } from "../plan.ts";

/** Nobody evicts the only server in passing: a node is drained after a decision, by deleting the pod. */
export function disruptionBudget(plan: PostgresPlan, namespace: pulumi.Input<string>) {
  return {
    metadata: { name: plan.name, namespace, labels: plan.labels },
    spec: { minAvailable: 1, selector: { matchLabels: plan.labels } },
  };
}
