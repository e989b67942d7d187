import type { Kubectl } from "./kubectl.ts";

type Labels = Readonly<Record<string, string>>;
interface Pod {
  readonly name: string;
  readonly address: string;
  readonly labels: Labels;
  readonly container: string;
}
interface Peer {
  readonly podSelector?: { readonly matchLabels?: Labels };
}
interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports?: readonly { readonly port: number }[];
}
interface Policy {
  readonly spec: {
    readonly podSelector: { readonly matchLabels?: Labels };
    readonly egress?: readonly Rule[];
    readonly ingress?: readonly Rule[];
  };
}
interface Listed<Item> {
  readonly items: readonly Item[];
}
interface ListedPod {
  readonly metadata: { readonly name: string; readonly labels?: Labels };
  readonly spec: { readonly containers: readonly { readonly name: string }[] };
  readonly status: { readonly phase?: string; readonly podIP?: string };
}

/** A connection that a pod has, or had a minute ago, to a port of another one. */
export interface SeenEdge {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  /** Whether policies at both ends open it: the embedded cluster does not ask them. */
  readonly opened: boolean;
}

/** What the kernel lists of the connections between the pods of a namespace, held against its policies. */
export async function observedEdges(kubectl: Kubectl, namespace: string): Promise<readonly SeenEdge[]> {
  const { items } = await kubectl.get<Listed<ListedPod>>(namespace, "pods");
  const policies = (await kubectl.get<Listed<Policy>>(namespace, "networkpolicies")).items;
  const pods = items.flatMap(({ metadata, spec, status }): readonly Pod[] => {
    if (status.phase !== "Running" || status.podIP === undefined) return [];
    const { name, labels = {} } = metadata;
    return [{ name, address: status.podIP, labels, container: spec.containers[0]?.name ?? "" }];
  });
  const tables = await Promise.all(
    pods.map(async (pod) => {
      const read = ["exec", pod.name, "-c", pod.container, "--", "cat", "/proc/net/tcp", "/proc/net/tcp6"];
      return { pod, table: await kubectl.run(["--namespace", namespace, ...read]) };
    }),
  );
  const edges = tables.flatMap(({ pod, table }) =>
    outgoing(table).flatMap(({ address, port }) => {
      const to = pods.find((one) => one.address === address && one.name !== pod.name);
      return to === undefined ? [] : [{ from: pod, to, port }];
    }),
  );
  const seen = edges.map(({ from, to, port }) => {
    const opened = opens(policies, "egress", from, to, port) && opens(policies, "ingress", to, from, port);
    return { from: from.name, to: to.name, port, opened };
  });
  return [...new Map(seen.map((edge) => [`${edge.from} ${edge.to} ${edge.port}`, edge])).values()];
}

/** Whether a policy of a pod opens the port to, or for, another one. */
function opens(policies: readonly Policy[], way: "egress" | "ingress", at: Pod, other: Pod, port: number): boolean {
  return policies.some(
    ({ spec }) =>
      takes(spec.podSelector, at.labels) &&
      (spec[way] ?? []).some(
        ({ from, to, ports = [] }) =>
          ports.some((one) => one.port === port) &&
          ((way === "egress" ? to : from) ?? []).some((peer) => takes(peer.podSelector, other.labels)),
      ),
  );
}

const takes = (selector: Peer["podSelector"], labels: Labels): boolean =>
  selector !== undefined && Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value);

const LISTENS = "0A";

/** Where connections lead that a pod opened: those of which the near end is no port that it listens at. */
export function outgoing(table: string): readonly { readonly address: string; readonly port: number }[] {
  const rows = table.split("\n").flatMap((line) => {
    const [, near = "", far = "", state = ""] = line.trim().split(/\s+/);
    return /^[0-9A-F]{8,32}:[0-9A-F]{4}$/.test(near) ? [{ near: ended(near), far: ended(far), state }] : [];
  });
  const listening = new Set(rows.filter(({ state }) => state === LISTENS).map(({ near }) => near.port));
  return rows.flatMap(({ near, far, state }) => (state === LISTENS || listening.has(near.port) ? [] : [far]));
}

/** `0A00F40A:1F90` is 10.244.0.10 at 8080; of an IPv6 socket the last four bytes are those of IPv4. */
function ended(text: string): { readonly address: string; readonly port: number } {
  const [host = "", port = ""] = text.split(":");
  const bytes = host.slice(-8).match(/../g)?.reverse() ?? [];
  return { address: bytes.map((byte) => parseInt(byte, 16)).join("."), port: parseInt(port, 16) };
}
