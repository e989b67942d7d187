import { podOf } from "../nodes.ts";
import type { DataNodeFacts, HdfsFacts, NameNodeFacts } from "./facts.ts";

/** HDFS's own bound for a node whose reports it does not rely on any more. */
export const STALE_SECONDS = 30;
/**
 * Silence after which HDFS has surely forgotten a node. It shows a node as dead after 630 s, and goes on counting its copies until
 * its next round, which comes every 30 s where it avoids stale nodes.
 */
export const FORGOTTEN_SECONDS = 690;
/** What a drain may have to wait for nodes that went before it. */
export const GHOST_SECONDS = FORGOTTEN_SECONDS + STALE_SECONDS;

/** Whether a NameNode still counts the copies of somebody of this name who is dead or about to be. */
const isLately = (name: NameNodeFacts, host: string): boolean => latelyDead(name).includes(host);

/** Nodes that a NameNode shows as dead, and whose copies it may still count: until it does not, its counts prove nothing. */
export function latelyDead({ dead }: NameNodeFacts): readonly string[] {
  return dead.filter(({ silentSeconds }) => silentSeconds < FORGOTTEN_SECONDS).map(({ host }) => host);
}

/** A node whose pod is gone, but whose copies HDFS still counts. */
export function isGhost({ nameNodes, running }: HdfsFacts, host: string): boolean {
  if (running.includes(host)) return false;
  return nameNodes.some((name) => name.live.some((node) => node.host === host) || isLately(name, host));
}

/**
 * Pods whose name belonged to a node with another volume, which HDFS still counts. A pod comes back with another address,
 * so HDFS holds two nodes of one name and shows only one of them, either one.
 */
export function namesakes(seen: HdfsFacts): readonly string[] {
  const named = seen.nameNodes.flatMap((name) => [
    ...name.dead.filter(({ host }) => seen.running.includes(host) && isLately(name, host)).map(({ host }) => host),
    ...name.live.filter((node) => isShadowed(name, node, seen.running)).map(({ host }) => host),
  ]);
  const found = [...new Set(named)].sort().map(podOf);
  const hidden = seen.nameNodes.some((name) => name.hidden > 0);
  return found.length > 0 || !hidden ? found : ["a data node of the same name as another"];
}

/** What is shown of this name is said of the former node: the pod runs, and this one is silent. */
export function isShadowed(name: NameNodeFacts, node: DataNodeFacts, running: readonly string[]): boolean {
  return name.hidden > 0 && running.includes(node.host) && node.silentSeconds > STALE_SECONDS;
}

/** Whether a drain has to wait until HDFS has forgotten somebody who left before it. */
export function isHaunted(seen: HdfsFacts): boolean {
  return namesakes(seen).length > 0 || seen.excluded.some((host) => isGhost(seen, host));
}
