import type { inputs } from "./kubernetes.ts";
import type { Labels } from "./labels.ts";
import type * as pulumi from "./pulumi.ts";

/** Pods by their labels. */
export interface PodSet {
  readonly namespace: pulumi.Input<string>;
  readonly labels: Labels;
}

/** What a link says of the other end: its port and, where it runs in a cluster of ours, its pods. */
export interface Destination {
  readonly port: number;
  /** Without it, it is outside: then any address may be reached at the port. */
  readonly pods?: PodSet;
}

interface Policy {
  readonly metadata: { readonly name: string; readonly namespace: pulumi.Input<string> };
  readonly spec: inputs.networking.v1.NetworkPolicySpec;
}

const peer = (pods: PodSet): inputs.networking.v1.NetworkPolicyPeer => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": pods.namespace } },
  podSelector: { matchLabels: pods.labels },
});
const tcp = (port: number) => [{ protocol: "TCP", port }];

/** What `from` may open: a rule for each destination. */
export function egressPolicy(name: string, from: PodSet, to: readonly Destination[]): Policy {
  const rules = to.map(({ port, pods }) => ({ ...(pods && { to: [peer(pods)] }), ports: tcp(port) }));
  return {
    metadata: { name, namespace: from.namespace },
    spec: { podSelector: { matchLabels: from.labels }, policyTypes: ["Egress"], egress: rules },
  };
}

/** What may be opened at `to`: its port, by `from`. */
export function ingressPolicy(name: string, to: Required<Destination>, from: PodSet): Policy {
  return {
    metadata: { name, namespace: to.pods.namespace },
    spec: {
      podSelector: { matchLabels: to.pods.labels },
      policyTypes: ["Ingress"],
      ingress: [{ from: [peer(from)], ports: tcp(to.port) }],
    },
  };
}

/** What may be opened at `at`: these ports, by any of `from`. */
export function admissionPolicy(name: string, at: PodSet, ports: readonly number[], from: readonly PodSet[]): Policy {
  return {
    metadata: { name, namespace: at.namespace },
    spec: {
      podSelector: { matchLabels: at.labels },
      policyTypes: ["Ingress"],
      ingress: [{ from: from.map(peer), ports: ports.flatMap(tcp) }],
    },
  };
}

/** Pods of one role of a component: the role is part of their policies' names. */
export interface Role extends PodSet {
  readonly role: string;
}

/** Which role opens which ports of which other one. */
export interface Edge {
  readonly from: Role;
  readonly to: Role;
  readonly ports: readonly number[];
}

/** Exactly these edges: a policy of egress for each role that opens any, and one of ingress for each that is opened. */
export function edgePolicies(name: string, edges: readonly Edge[]): readonly Policy[] {
  const roles = [...new Map(edges.flatMap(({ from, to }) => [from, to]).map((one) => [one.role, one])).values()];
  return roles.flatMap((pods) => {
    const [out, into] = [
      edges.filter(({ from }) => from.role === pods.role),
      edges.filter(({ to }) => to.role === pods.role),
    ];
    const destinations = out.flatMap(({ to, ports }) => ports.map((port) => ({ port, pods: to })));
    const ingress = into.map(({ from, ports }) => ({ from: [peer(from)], ports: ports.flatMap(tcp) }));
    const entrance: Policy = {
      metadata: { name: `${name}-${pods.role}-ingress`, namespace: pods.namespace },
      spec: { podSelector: { matchLabels: pods.labels }, policyTypes: ["Ingress"], ingress },
    };
    return [
      ...(out.length === 0 ? [] : [egressPolicy(`${name}-${pods.role}-egress`, pods, destinations)]),
      ...(into.length === 0 ? [] : [entrance]),
    ];
  });
}
