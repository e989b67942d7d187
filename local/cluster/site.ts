import { join } from "node:path";
import type { Environment } from "../host/environment.ts";

/** Folders and environment that a cluster is made for. */
export interface ClusterSite {
  /** The project root. */
  readonly root: string;
  /** TRAINYARD_HOME: the cluster's state lies below. */
  readonly home: string;
  /** What several clones share: programs built from source. */
  readonly cache: string;
  readonly env: Environment;
}

/** Where the embedded cluster keeps its things, as this machine sees them. */
export interface ClusterPaths {
  readonly folder: string;
  /** Which slot of the machine this cluster has; kept, because image references carry the registry's port. */
  readonly slot: string;
  readonly pki: string;
  /** Rendered configuration of the processes. */
  readonly config: string;
  /** Who runs: a record a process. */
  readonly processes: string;
  readonly logs: string;
  readonly kubeconfig: string;
  /** What the registry keeps. */
  readonly registry: string;
  readonly lock: string;
}

export function clusterPaths(site: Pick<ClusterSite, "home">): ClusterPaths {
  const folder = join(site.home, "local", "cluster");
  return {
    folder,
    slot: join(folder, "slot.json"),
    pki: join(folder, "pki"),
    config: join(folder, "config"),
    processes: join(folder, "processes"),
    logs: join(folder, "logs"),
    kubeconfig: join(folder, "kubeconfig"),
    registry: join(folder, "node", "registry"),
    lock: join(site.home, "local", "cluster.lock"),
  };
}

/** Layers of images that any cluster of this machine has had. */
export const layerStore = (site: Pick<ClusterSite, "cache">): string => join(site.cache, "layers");

/**
 * The same, as the processes of the node see it: in their mount namespace the cluster's folder lies here, whatever its
 * real path, so that volumes, sockets and certificates have short names that never change.
 */
export const inside = {
  folder: "/mnt/cluster",
  programs: "/mnt/programs",
  pki: "/mnt/cluster/pki",
  config: "/mnt/cluster/config",
  volumes: "/mnt/cluster/volumes",
} as const;
