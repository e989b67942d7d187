import type * as pulumi from "../../lib/pulumi.ts";
import type { ZooKeeperPlan } from "../plan.ts";
import { CLIENT_PORT, ELECTION_PORT, PEER_PORT } from "./constants.ts";

/** Names of the pods. They are published before the pods are ready: servers find each other, and then become ready. */
export function service(plan: ZooKeeperPlan, namespace: pulumi.Input<string>) {
  const annotations = { "pulumi.com/skipAwait": "true" };
  const ports = Object.entries({ client: CLIENT_PORT, peer: PEER_PORT, election: ELECTION_PORT });
  return {
    metadata: { name: plan.name, namespace, labels: plan.labels, annotations },
    spec: {
      clusterIP: "None",
      publishNotReadyAddresses: true,
      selector: plan.labels,
      ports: ports.map(([name, port]) => ({ name, port, targetPort: port })),
    },
  };
}
