import { rm } from "node:fs/promises";
import { withLock } from "../cache/lock.ts";
import type { Progress } from "../host/environment.ts";
import { keepLayers, tried } from "./images/layers.ts";
import { isKind, resetKind, stopKind } from "./kind/cluster.ts";
import { dockerClient } from "./kind/find.ts";
import { recordedProcesses } from "./node/running.ts";
import { endForgotten, stopNode } from "./node/stop.ts";
import { clusterPaths, type ClusterSite, layerStore } from "./site.ts";
import { releaseSlot, rememberedSlot } from "./slot.ts";

/** Stops the cluster of this clone, whichever it is; its data stays. Answers whether there was something to stop. */
export async function stopAny(site: ClusterSite, progress: Progress): Promise<boolean> {
  if (!isKind(clusterPaths(site))) return stopEmbedded(site, progress);
  return stopKind(site, dockerClient(site.env), progress);
}

/** Stops the cluster of this clone and forgets its data. */
export async function resetAny(site: ClusterSite, progress: Progress): Promise<void> {
  if (isKind(clusterPaths(site))) return resetKind(site, dockerClient(site.env));
  await stopEmbedded(site, progress);
  await resetEmbedded(site);
}

async function stopEmbedded(site: ClusterSite, progress: Progress): Promise<boolean> {
  const paths = clusterPaths(site);
  const forgotten = await endForgotten(site);
  if (forgotten > 0) progress("ended a cluster that no record names");
  const slot = rememberedSlot(paths.slot);
  const names = await recordedProcesses(paths);
  if (slot === undefined || names.length === 0) return forgotten > 0;
  return withLock(paths.lock, async () => {
    progress("stopping the cluster");
    await stopNode(paths, slot);
    await tried(
      "layers of images are not kept in the cache",
      () => keepLayers(paths.registry, layerStore(site)),
      progress,
    );
    return true;
  });
}

/** Forgets the data of a stopped cluster: objects, volumes, images, certificates, its slot. */
async function resetEmbedded(site: ClusterSite): Promise<void> {
  const paths = clusterPaths(site);
  const slot = rememberedSlot(paths.slot);
  if (slot !== undefined) releaseSlot(slot, site.home);
  await rm(paths.folder, { recursive: true, force: true });
}
