import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { findOnPath } from "../host/find-on-path.ts";
import { binaryFolders, kubernetesVersion } from "./binaries.ts";
import type { Cluster, ClusterWish } from "./index.ts";
import { clusterPackages, impossibleProcesses, packageEnvironment } from "./packages.ts";
import { isKind } from "./kind/cluster.ts";
import { findKind, type KindTools } from "./kind/find.ts";
import { clusterPaths, type ClusterSite } from "./site.ts";
import { userKubeconfig } from "./user-kubeconfig.ts";

/** Which cluster a stack gets on this machine. */
export interface Choice {
  readonly kind: Cluster["kind"];
  /** A context's name, or the version that we run. */
  readonly what: string;
  /** The kubeconfig of the context, or the folder of the programs. */
  readonly where: string;
  /** What the first start does beside starting. */
  readonly missing: readonly string[];
  /** Why there can be none, and what to do. */
  readonly impossible?: string;
  /** What kind needs, where it is kind. */
  readonly kindTools?: KindTools;
}

/** The context that the stack names, else kind where all it needs is at hand, else processes of our own. */
export async function choose(site: ClusterSite, wish: ClusterWish): Promise<Choice> {
  const { kubernetes } = wish;
  if (kubernetes !== undefined && kubernetes !== "local") {
    const where = userKubeconfig(site.env, wish.kubeconfig);
    const missing = existsSync(where) ? [] : [`${where} does not exist`];
    return { kind: "context", what: kubernetes, where, missing };
  }
  const kindTools = hasProcesses(site) ? undefined : await findKind(site.env);
  if (kindTools !== undefined)
    return { kind: "kind", what: kindTools.nodeImage, where: kindTools.kind, missing: [], kindTools };
  const folders = await binaryFolders(site);
  const path = packageEnvironment(site).PATH;
  const packages = Object.entries(clusterPackages).filter(([program]) => findOnPath(program, path) === undefined);
  const missing = [
    ...(packages.length === 0
      ? []
      : [`installs the Debian packages ${[...new Set(packages.map(([, name]) => name))].join(", ")}`]),
    ...(existsSync(folders.kubernetes) ? [] : ["builds Kubernetes and CoreDNS from source (Go >= 1.26, 10 minutes)"]),
  ];
  const base = { kind: "processes", what: kubernetesVersion, where: dirname(folders.kubernetes), missing } as const;
  const impossible = impossibleProcesses();
  return impossible === undefined ? base : { ...base, impossible: `${impossible.why}: ${impossible.todo}` };
}

/** True for a clone that has had processes of its own: it keeps to them, and to its data. */
function hasProcesses(site: ClusterSite): boolean {
  const paths = clusterPaths(site);
  return existsSync(paths.pki) && !isKind(paths);
}
