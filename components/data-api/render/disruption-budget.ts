import type * as pulumi from "../../lib/pulumi.ts";
import type { DataApiPlan } from "../plan.ts";

/** Pods are evicted one at a time; one that stands alone may be, since its successor needs nothing of it. */
export function disruptionBudget({ name, labels }: DataApiPlan, namespace: pulumi.Input<string>) {
  return { metadata: { name, namespace, labels }, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } };
}
