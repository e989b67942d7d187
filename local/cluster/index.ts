import type { Progress } from "../host/environment.ts";
import type { Choice } from "./choice.ts";
import type { ClusterSite } from "./site.ts";

export type { Choice } from "./choice.ts";
export type { ClusterSite } from "./site.ts";

/** A Kubernetes cluster that answers. */
export interface Cluster {
  /** "context": somebody else's; "kind": in a container; "processes": ours, on this machine. */
  readonly kind: "context" | "kind" | "processes";
  /** Path of the kubeconfig. */
  readonly kubeconfig: string;
  /** Context in it. */
  readonly context: string;
  /** `localhost:25000`: where this machine pushes and the node pulls. */
  readonly registry: string;
}

/** What the stack's configuration says about its cluster. */
export interface ClusterWish {
  /** `trainyard:kubernetes`: a context's name, or `local`. @default "local" */
  readonly kubernetes?: string | undefined;
  /** Kubeconfig of the named context. @default - the first of KUBECONFIG, else ~/.kube/config */
  readonly kubeconfig?: string | undefined;
  /** `trainyard:imageRegistry`: needed with a context. */
  readonly imageRegistry?: string | undefined;
}

/** A cluster that this clone has started, as it is now. */
export interface ClusterStatus {
  readonly cluster: Cluster;
  /** Process 1 of the node, as this machine counts. */
  readonly pid: number;
  /** Folder of the processes' logs. */
  readonly logs: string;
  /** Empty where all is well. */
  readonly problems: readonly string[];
}

/**
 * The cluster of the stack: the context it names, else one of our own, started or repaired where needed. Resolves when
 * its API, its node and its DNS answer. Throws a Failure that says what is missing.
 */
export async function ensureCluster(site: ClusterSite, progress: Progress, wish: ClusterWish = {}): Promise<Cluster> {
  const { kubernetes } = wish;
  if (kubernetes !== undefined && kubernetes !== "local") {
    const { ensureContext } = await import("./context.ts");
    return ensureContext(site.env, { ...wish, kubernetes });
  }
  const { choose } = await import("./choice.ts");
  const choice = await choose(site, wish);
  if (choice.kindTools !== undefined) {
    const { ensureKind } = await import("./kind/cluster.ts");
    return ensureKind(site, choice.kindTools, progress);
  }
  const { ensureEmbedded } = await import("./embedded.ts");
  return ensureEmbedded(site, progress);
}

/** Throws the Failure that `ensureCluster` would end with whatever is built before: a context that does not answer, or no right to run one. */
export async function refuseWithoutCluster(site: ClusterSite, wish: ClusterWish): Promise<void> {
  const { kubernetes } = wish;
  if (kubernetes !== undefined && kubernetes !== "local") {
    const { ensureContext } = await import("./context.ts");
    await ensureContext(site.env, { ...wish, kubernetes });
    return;
  }
  const { impossibleProcesses, refuseImpossible } = await import("./packages.ts");
  if (impossibleProcesses() === undefined) return;
  const { choose } = await import("./choice.ts");
  if ((await choose(site, wish)).kind === "processes") refuseImpossible();
}

/**
 * What `ensureCluster` would build before it starts anything, built now: minutes the first time, and nothing after that.
 * `signal` ends a build. Where there can be no cluster of our own it does nothing; `ensureCluster` says so.
 */
export async function prepareCluster(
  site: ClusterSite,
  progress: Progress,
  wish: ClusterWish,
  signal: AbortSignal,
): Promise<void> {
  const { choose } = await import("./choice.ts");
  const { kind, impossible } = await choose(site, wish);
  if (kind !== "processes" || impossible !== undefined) return;
  const { ensureBinaries } = await import("./binaries.ts");
  await ensureBinaries(site, progress, signal);
}

/** Stops the cluster that this clone started, if it runs; its data stays. A cluster of somebody else is not touched. */
export async function stopCluster(site: ClusterSite, progress: Progress): Promise<boolean> {
  const { stopAny } = await import("./stop.ts");
  return stopAny(site, progress);
}

/** The cluster that this clone has started: what it is, and what is wrong with it. Starts nothing. */
export async function clusterStatus(site: ClusterSite): Promise<ClusterStatus | undefined> {
  const { anyStatus } = await import("./status.ts");
  return anyStatus(site);
}

/** Stops the cluster of this clone and forgets all its data. */
export async function resetCluster(site: ClusterSite, progress: Progress): Promise<void> {
  const { resetAny } = await import("./stop.ts");
  await resetAny(site, progress);
}

/** Which cluster a stack would get here, and what is still missing for it. Starts nothing. */
export async function chooseCluster(site: ClusterSite, wish: ClusterWish = {}): Promise<Choice> {
  const { choose } = await import("./choice.ts");
  return choose(site, wish);
}
