import type * as pulumi from "../../lib/pulumi.ts";
import type { ZooKeeperPlan } from "../plan.ts";

/** One server may be away at a time; for three, the other two go on. */
export function disruptionBudget(plan: ZooKeeperPlan, namespace: pulumi.Input<string>) {
  return {
    metadata: { name: plan.name, namespace, labels: plan.labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: plan.labels } },
  };
}
