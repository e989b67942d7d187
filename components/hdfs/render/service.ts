import type * as pulumi from "../../lib/pulumi.ts";
import type { RolePlan } from "../plan.ts";

/** Names of a role's pods. They are published before the pods are ready: daemons find each other, and then become ready. */
export function roleService(role: RolePlan, ports: Readonly<Record<string, number>>, namespace: pulumi.Input<string>) {
  const annotations = { "pulumi.com/skipAwait": "true" };
  return {
    metadata: { name: role.name, namespace, labels: role.labels, annotations },
    spec: {
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: role.labels,
      ports: Object.entries(ports).map(([name, port]) => ({ name, port, targetPort: port })),
    },
  };
}
