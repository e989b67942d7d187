import type * as pulumi from "../../lib/pulumi.ts";
import type { NetworkPoliciesPlan } from "../plan.ts";

const PORT = 53;
const server = {
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
};

/** Every pod of the namespace may ask the cluster's DNS. */
export function dns(plan: NetworkPoliciesPlan, namespace: pulumi.Input<string>) {
  const ports = ["UDP", "TCP"].map((protocol) => ({ protocol, port: PORT }));
  return {
    metadata: { name: `${plan.name}-dns`, namespace },
    spec: { podSelector: {}, policyTypes: ["Egress"], egress: [{ to: [server], ports }] },
  };
}
