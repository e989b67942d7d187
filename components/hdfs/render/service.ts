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

/** An address for one pod of a role, which is there also while the pod is not. */
export function podService(
  role: RolePlan,
  pod: string,
  ports: Readonly<Record<string, number>>,
  namespace: pulumi.Input<string>,
) {
  const { metadata, spec } = roleService(role, ports, namespace);
  const { clusterIP: _none, selector, ...rest } = spec;
  return {
    metadata: { ...metadata, name: pod },
    spec: { ...rest, selector: { ...selector, "statefulset.kubernetes.io/pod-name": pod } },
  };
}
