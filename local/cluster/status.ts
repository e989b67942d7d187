import { contextName } from "./context-name.ts";
import type { Cluster, ClusterStatus } from "./index.ts";
import { isKind, kindStatus } from "./kind/cluster.ts";
import { dockerClient } from "./kind/find.ts";
import { findHolder } from "./node/holder.ts";
import { findProcess, recordedProcesses } from "./node/running.ts";
import { type ClusterPaths, clusterPaths, type ClusterSite } from "./site.ts";
import { rememberedSlot, type Slot } from "./slot.ts";

/** The cluster of this clone as it is now, whichever it is; undefined where it does not run. */
export async function anyStatus(site: ClusterSite): Promise<ClusterStatus | undefined> {
  return isKind(clusterPaths(site)) ? kindStatus(site, dockerClient(site.env)) : embeddedStatus(site);
}

async function embeddedStatus(site: Pick<ClusterSite, "home">): Promise<ClusterStatus | undefined> {
  const paths = clusterPaths(site);
  const [holder, slot] = [await findHolder(paths), rememberedSlot(paths.slot)];
  if (holder === undefined || slot === undefined) return undefined;
  const problems: string[] = [];
  for (const name of await recordedProcesses(paths)) {
    if ((await findProcess(paths, name)) === undefined) problems.push(`${name} has ended`);
  }
  const [{ connectionOf }, { isReady, nodeIsReady }] = await Promise.all([
    import("./api/connection.ts"),
    import("./api/ready.ts"),
  ]);
  const config = connectionOf(paths.kubeconfig);
  for (const look of [isReady, nodeIsReady]) {
    const found = await look(config).catch((error: unknown) =>
      error instanceof Error ? error.message : String(error),
    );
    if (found !== true) problems.push(found);
  }
  return { cluster: clusterOf(paths, slot), pid: holder.pid, logs: paths.logs, problems };
}

/** What others are told of the embedded cluster in a slot. */
export function clusterOf(paths: ClusterPaths, slot: Slot): Cluster {
  return {
    kind: "processes",
    kubeconfig: paths.kubeconfig,
    context: contextName,
    registry: `localhost:${slot.registryPort}`,
  };
}
