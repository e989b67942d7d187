import { formatBytes } from "../../lib/units.ts";
import { type Change, ordinalOf, podOf } from "../nodes.ts";
import { activeOf, type DataNodeFacts, type HdfsFacts } from "./facts.ts";
import { isShadowed, STALE_SECONDS } from "./ghosts.ts";

/**
 * Share of the remaining nodes' present capacity (what HDFS has and may still take) that stays free. What others keep
 * on the same disk is no part of it: nobody frees it by a larger margin.
 */
const SPARE_SHARE = 0.1;

/** Why nodes cannot leave as things are: a drain that is started all the same would never end. */
export function dataNodeObjections(change: Change, seen: HdfsFacts, replication: number): readonly string[] {
  const { leavers, from, to } = change;
  if (leavers.length === 0) return [];
  if (to < replication) {
    const why = `replication is ${replication}, and ${to} of ${from} data nodes would remain`;
    return [
      `${why}: a block's copies cannot stand on fewer nodes; keep ${replication} or more, or lower replication first`,
    ];
  }
  const active = activeOf(seen);
  if (active === undefined) return ["no NameNode is active, or two are; wait until one is"];
  if (active.safeMode) return [`NameNode ${active.name} is in safe mode; wait until it has left it`];
  const others = active.live.filter(({ host }) => !leavers.includes(host));
  const staying = others.filter((node) => isServing(node) || isShadowed(active, node, seen.running));
  return [
    ...missingObjections(active.missing),
    ...aliveObjections(change, staying, replication),
    // A drain that goes on has its room taken already: what was copied so far fills the nodes that stay, and still counts at those that leave.
    ...spaceObjections(
      active.live.filter(({ host, adminState }) => leavers.includes(host) && adminState === "in-service"),
      staying,
    ),
  ];
}

/** Heard of lately, and not leaving by another's word. Of one that a former node of its name hides HDFS judges later: the drain waits until it is seen. */
function isServing({ adminState, silentSeconds }: DataNodeFacts): boolean {
  return adminState === "in-service" && silentSeconds <= STALE_SECONDS;
}

function missingObjections(missing: number): readonly string[] {
  if (missing === 0) return [];
  return [
    `${missing} blocks are missing already: a node that comes back may bring them, so none goes before that is settled`,
  ];
}

function aliveObjections(
  { set, to }: Change,
  staying: readonly DataNodeFacts[],
  replication: number,
): readonly string[] {
  if (staying.length >= replication) return [];
  const own = staying.filter(({ host }) => ordinalOf(set, host) !== undefined).length;
  const why = `replication is ${replication}, and only ${staying.length} of the remaining data nodes are in service`;
  return [`${why} (${own} of the ${to} that stay); bring them back first`];
}

function spaceObjections(leaving: readonly DataNodeFacts[], staying: readonly DataNodeFacts[]): readonly string[] {
  const sum = (nodes: readonly DataNodeFacts[], of: (node: DataNodeFacts) => number) =>
    nodes.reduce((total, node) => total + of(node), 0);
  const used = sum(leaving, (node) => node.usedBytes);
  const free = sum(staying, (node) => node.remainingBytes);
  const spare = sum(staying, (node) => node.usedBytes + node.remainingBytes) * SPARE_SHARE;
  if (used <= Math.max(0, free - spare)) return [];
  const who = leaving.map(({ host }) => podOf(host)).join(", ");
  const what = `${who} hold ${formatBytes(used)}, and the nodes that stay have ${formatBytes(free)} free`;
  return [`${what}, of which ${formatBytes(spare)} must stay free; remove data, or give the nodes larger volumes`];
}
