/** Pods of a StatefulSet, which are nodes of a data store under the names that its headless Service gives them. */
export interface NodeSet {
  readonly namespace: string;
  readonly statefulSet: string;
  /** Headless Service of the pods. */
  readonly service: string;
}

/** Name of a set among all of its cluster. */
export const setName = ({ namespace, statefulSet }: NodeSet): string => `${namespace}/${statefulSet}`;

const DOMAIN = "cluster.local";

/** Name of a node: its pod's, as the cluster's DNS knows it. */
export function hostOf(set: NodeSet, ordinal: number): string {
  return `${set.statefulSet}-${ordinal}.${set.service}.${set.namespace}.svc.${DOMAIN}`;
}

/** Which pod of the set a name is of; undefined for a node that is somebody else's. */
export function ordinalOf(set: NodeSet, host: string): number | undefined {
  const start = `${set.statefulSet}-`;
  const digits = host.startsWith(start) ? (host.slice(start.length).split(".")[0] ?? "") : "";
  if (!/^\d+$/.test(digits)) return undefined;
  const ordinal = Number(digits);
  return hostOf(set, ordinal) === host ? ordinal : undefined;
}

/** Name of the pod behind a node's name, for people. */
export function podOf(host: string): string {
  return host.split(".")[0] ?? host;
}

/** What a change of the count means: a StatefulSet gives up its highest ordinals, and no others. */
export interface Change {
  readonly set: NodeSet;
  /** Nodes that there are. */
  readonly from: number;
  /** Nodes that are wanted. */
  readonly to: number;
  /** Names of those that go. */
  readonly leavers: readonly string[];
}

/** @param from undefined where the StatefulSet does not exist: nobody leaves. */
export function changeOf(set: NodeSet, from: number | undefined, to: number): Change {
  const leavers = Array.from({ length: Math.max(0, (from ?? 0) - to) }, (_, index) => hostOf(set, to + index));
  return { set, from: from ?? 0, to, leavers };
}
