/** Addresses inside the node's own network namespace: the same in every cluster, since none can see another's. */
export const network = {
  node: "10.250.0.1",
  pods: "10.244.0.0/16",
  /** The part of `pods` that the one node has. */
  nodePods: "10.244.0.0/24",
  services: "10.96.0.0/16",
  dns: "10.96.0.10",
  domain: "cluster.local",
} as const;

/** The pods' network: a routed link for each pod. Traffic between pods passes the node's packet filter, as Services need. */
export function renderCni(): string {
  const conflist = {
    cniVersion: "0.4.0",
    name: "pods",
    plugins: [
      {
        type: "ptp",
        ipMasq: false,
        ipam: {
          type: "host-local",
          dataDir: "/run/cni-addresses",
          ranges: [[{ subnet: network.nodePods }]],
          routes: [{ dst: "0.0.0.0/0" }],
        },
      },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  };
  return `${JSON.stringify(conflist, null, 2)}\n`;
}

/** Answers names of the cluster, and at once that it knows no other: there is no way out to ask. */
export function renderCorefile(kubeconfig: string): string {
  return `.:53 {
    bind ${network.node}
    errors
    health 127.0.0.1:8080
    ready 127.0.0.1:8181
    kubernetes ${network.domain} in-addr.arpa ip6.arpa {
        kubeconfig ${kubeconfig}
        pods insecure
        ttl 5
    }
    cache 5
    loadbalance
}
`;
}
