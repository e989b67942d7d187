import { mkdir } from "node:fs/promises";
import { withLock } from "../cache/lock.ts";
import type { Progress } from "../host/environment.ts";
import { ensurePackages } from "../host/packages.ts";
import { ensureBinaries } from "./binaries.ts";
import type { Cluster } from "./index.ts";
import { lendLayers, tried } from "./images/layers.ts";
import { writeConfiguration } from "./node/config.ts";
import { ensureHolder, findHolder } from "./node/holder.ts";
import { cleanEnvironment, startNode } from "./node/start.ts";
import { endForgotten, removeRemains } from "./node/stop.ts";
import { clusterPackages, instead, packageEnvironment, refuseImpossible } from "./packages.ts";
import { ensurePki } from "./pki.ts";
import { type ClusterPaths, clusterPaths, type ClusterSite, layerStore } from "./site.ts";
import { claimSlot, holdSlot, rememberedSlot } from "./slot.ts";
import { clusterOf } from "./status.ts";

/** The cluster of this clone as processes: started, repaired or left as it is. */
export async function ensureEmbedded(site: ClusterSite, progress: Progress): Promise<Cluster> {
  refuseImpossible();
  await ensurePackages(clusterPackages, packageEnvironment(site), progress, { linux: instead, other: instead });
  const binaries = await ensureBinaries(site, progress);
  const paths = clusterPaths(site);
  await mkdir(paths.folder, { recursive: true });
  const onWait = (holder: string) => progress(`waiting for process ${holder}, which starts the cluster`);
  return withLock(paths.lock, () => start(site, paths, binaries, progress), { onWait });
}

async function start(
  site: ClusterSite,
  paths: ClusterPaths,
  binaries: Awaited<ReturnType<typeof ensureBinaries>>,
  progress: Progress,
): Promise<Cluster> {
  if ((await findHolder(paths)) === undefined) await removeRemains(paths, rememberedSlot(paths.slot));
  if ((await endForgotten(site)) > 0) progress("ended a cluster that no record names");
  const slot = await claimSlot(site.home, paths.slot);
  await ensurePki(paths.pki);
  await writeConfiguration(paths, slot);
  await tried(
    "layers of images are not taken from the cache",
    () => lendLayers(paths.registry, layerStore(site)),
    progress,
  );
  const { holder, fresh } = await ensureHolder(paths, binaries, cleanEnvironment(site));
  holdSlot(slot, site.home, holder);
  try {
    await startNode(site, { paths, slot, binaries, holder }, progress);
  } catch (error) {
    if (fresh) await removeRemains(paths, slot); // a node that never worked is not left running; its logs stay
    throw error;
  }
  return clusterOf(paths, slot);
}
