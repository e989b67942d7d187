import type * as pulumi from "../../lib/pulumi.ts";
import type { RolePlan } from "../plan.ts";

/** Names of a role's pods, published before the pods are ready: servers find each other, and then become ready. */
export function roleService({ name, labels }: RolePlan, port: number, namespace: pulumi.Input<string>) {
  const annotations = { "pulumi.com/skipAwait": "true" };
  return {
    metadata: { name, namespace, labels, annotations },
    spec: {
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: labels,
      ports: [{ name: "rpc", port, targetPort: port }],
    },
  };
}

/** An eviction takes one pod of a role at a time. */
export function disruptionBudget({ name, labels }: RolePlan, namespace: pulumi.Input<string>) {
  return { metadata: { name, namespace, labels }, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } };
}
