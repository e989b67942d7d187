import type * as pulumi from "../../lib/pulumi.ts";
import type { RolePlan } from "../plan.ts";

/** How many pods of a role an eviction may take at a time. */
export function disruptionBudget({ name, labels, maxUnavailable }: RolePlan, namespace: pulumi.Input<string>) {
  return { metadata: { name, namespace, labels }, spec: { maxUnavailable, selector: { matchLabels: labels } } };
}
