import type * as pulumi from "../../lib/pulumi.ts";
import type { PostgresPlan } from "../plan.ts";
import { PORT } from "./constants.ts";

const ports = [{ name: "postgres", port: PORT, targetPort: "postgres" }];

/** The address that clients use. */
export function clientService(plan: PostgresPlan, namespace: pulumi.Input<string>) {
  return {
    metadata: { name: plan.name, namespace, labels: plan.labels },
    spec: { type: "ClusterIP", selector: plan.labels, ports },
  };
}

/** The name of the pod itself, which the StatefulSet asks for: it stands before any pod does, so nobody waits for its endpoints. */
export function peersService(plan: PostgresPlan, namespace: pulumi.Input<string>) {
  return {
    metadata: {
      name: `${plan.name}-peers`,
      namespace,
      labels: plan.labels,
      annotations: { "pulumi.com/skipAwait": "true" },
    },
    spec: { clusterIP: "None", publishNotReadyAddresses: true, selector: plan.labels, ports },
  };
}
