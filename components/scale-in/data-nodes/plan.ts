import { LOOK_MS } from "../drive.ts";
import type { Decision } from "../machine.ts";
import { type Change, ordinalOf, podOf } from "../nodes.ts";
import { activeOf, type HdfsFacts, type NameNodeFacts } from "./facts.ts";
import { isGhost, isShadowed, latelyDead, namesakes, STALE_SECONDS } from "./ghosts.ts";

/** What HDFS is told. */
export type DataNodeAction =
  | { readonly do: "exclude"; readonly hosts: readonly string[] }
  | { readonly do: "refresh"; readonly nameNodes: readonly string[] };

/** Looks in a row at which all was well, and the last ones of them at which no copy was on its way either. */
export interface Calm {
  readonly looks: number;
  readonly still: number;
}

export const noCalm: Calm = { looks: 0, still: 0 };

/**
 * Looks that must agree before a node may go. HDFS counts its blocks anew every three seconds, a look comes every five: the
 * first may still show the count from before the nodes began to leave.
 */
const CALM_LOOKS = 2;
/**
 * A copy that was ordered has come by then, or its block counts as lacking copies again: HDFS orders anew after two to four minutes.
 * Under a writer who ends many blocks a second some copy is always on its way, so that many looks in a row are a proof too.
 */
export const ORDERED_SECONDS = 300;
const ORDERED_LOOKS = Math.ceil((ORDERED_SECONDS * 1000) / LOOK_MS) + 1;

/**
 * The list as it has to be: nodes that leave, and what others wrote. A node that stays, or that is gone, is taken off once
 * HDFS holds no ghost of it: one whose pod is gone but whose copies still count. Off the list, HDFS would take a ghost's
 * copies for good ones and delete real ones as too many.
 */
export function rightList({ set, leavers }: Change, seen: HdfsFacts): readonly string[] {
  const kept = seen.excluded.filter((host) => ordinalOf(set, host) === undefined || isGhost(seen, host));
  return [...new Set([...kept, ...leavers])].sort();
}

/** What to do next, of what is seen now. */
export function decideDataNodes(change: Change, seen: HdfsFacts, calm: Calm): { next: Step; memory: Calm } {
  const next = stepOf(change, seen);
  if (next.kind !== "done") return { next, memory: noCalm };
  const pending = activeOf(seen)?.pending ?? 0;
  const memory = { looks: calm.looks + 1, still: pending === 0 ? calm.still + 1 : 0 };
  // Nobody leaves: there is no count to be sure of.
  if (change.leavers.length === 0 || memory.still >= CALM_LOOKS || memory.looks >= ORDERED_LOOKS)
    return { next, memory };
  const left =
    pending > 0 ? `copies of ${pending} blocks are on their way` : "all blocks have their copies; looking once more";
  return { next: wait("counting", left), memory };
}

type Step = Decision<DataNodeAction>;

function stepOf(change: Change, seen: HdfsFacts): Step {
  const list = rightList(change, seen);
  if (!isSame(list, seen.excluded))
    return { kind: "act", action: { do: "exclude", hosts: list }, phase: listText(change, list) };
  const late = seen.nameNodes.filter((one) => !isSame(one.mounted, list));
  if (late.length > 0)
    return wait(
      "exclude list",
      `${namesOf(late)} does not see the list yet; the kubelet brings it within a minute or two`,
    );
  const unaware = seen.nameNodes.filter((one) => isUnaware(change, one, list, seen.running));
  // A name on the list stands for the pod of today: reading it would take the one of yesterday off, with its copies, and what is
  // said of a name may be said of either.
  const former = namesakes(seen);
  if (former.length > 0 && (unaware.length > 0 || change.leavers.length > 0))
    return wait("namesakes", `${former.join(", ")} had another volume, which HDFS counts for up to 12 minutes more`);
  const ghosts = list.filter((host) => !change.leavers.includes(host) && isGhost(seen, host));
  // A NameNode ignores names on the list that the DNS does not know: reading it would take a ghost off, with its copies.
  if (unaware.length > 0 && ghosts.length > 0)
    return wait(
      "ghosts",
      `${ghosts.map(podOf).join(", ")} is gone, and HDFS counts its copies for up to 12 minutes more`,
    );
  if (unaware.length > 0) {
    const action = { do: "refresh", nameNodes: unaware.map(({ name }) => name) } as const;
    return { kind: "act", action, phase: `telling ${namesOf(unaware)}` };
  }
  if (change.leavers.length > 0) return leaving(change, seen);
  const absent = ghosts.filter((host) => (ordinalOf(change.set, host) ?? change.to) < Math.min(change.from, change.to));
  return absent.length === 0
    ? { kind: "done" }
    : wait("absent", `${absent.map(podOf).join(", ")} stays, but is not ready`);
}

/** Whether a NameNode goes by another list than the file shows. */
function isUnaware({ set, leavers }: Change, name: NameNodeFacts, list: readonly string[], running: readonly string[]) {
  return name.live.some((node) => {
    const { host, adminState } = node;
    if (leavers.includes(host)) return adminState === "in-service";
    if (isShadowed(name, node, running)) return name.hiddenInService < name.hidden;
    // Another's node is another's to tell of; a ghost stays as it is.
    if (ordinalOf(set, host) === undefined || list.includes(host) || !running.includes(host)) return false;
    return adminState === "decommissioning" || adminState === "decommissioned";
  });
}

/** Why what the NameNode counts is no proof yet; undefined where it is one. */
function unsure({ leavers }: Change, active: NameNodeFacts, running: readonly string[]): Step | undefined {
  if (active.safeMode) return wait("waiting", `${active.name} is in safe mode and copies nothing`);
  if (active.recounting) return wait("waiting", `${active.name} still looks which blocks lack copies`);
  // Between the moment at which a node is shown as dead and the next round, its copies count as good ones: blocks that stand on it
  // alone lack nothing.
  const dead = latelyDead(active);
  if (dead.length > 0)
    return wait("dead", `${dead.map(podOf).join(", ")} is dead, and HDFS may count its copies for another minute`);
  const known = [...active.live, ...active.dead].map(({ host }) => host);
  const unknown = leavers.filter((host) => running.includes(host) && !known.includes(host));
  if (unknown.length > 0)
    return wait("waiting", `${active.name} has not heard of ${unknown.map(podOf).join(", ")} since its start`);
  return undefined;
}

function leaving(change: Change, seen: HdfsFacts): Step {
  const active = activeOf(seen);
  if (active === undefined) return wait("waiting", "no NameNode is active, or two are");
  const { leavers } = change;
  return unsure(change, active, seen.running) ?? emptied(leavers, active);
}

function emptied(leavers: readonly string[], active: NameNodeFacts): Step {
  const going = active.live.filter(({ host }) => leavers.includes(host));
  const busy = going.filter(({ adminState }) => adminState !== "decommissioned");
  const counts = `${active.underReplicated} blocks lack copies, ${active.missing} are missing`;
  if (busy.length > 0) return wait("copying", `${busy.map(({ host }) => podOf(host)).join(", ")} not done; ${counts}`);
  if (active.underReplicated > 0 || active.missing > 0) return wait("copying", counts);
  const staying = active.live.filter(({ host }) => !leavers.includes(host));
  const silent = staying.filter(({ silentSeconds }) => silentSeconds > STALE_SECONDS);
  if (silent.length > 0)
    return wait("waiting", `${silent.map(({ host }) => podOf(host)).join(", ")} has not reported lately`);
  return { kind: "done" };
}

const wait = (phase: string, left: string): Step => ({ kind: "wait", phase, left });
const namesOf = (nameNodes: readonly NameNodeFacts[]): string => nameNodes.map(({ name }) => name).join(", ");
const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && [...a].sort().every((host, index) => host === [...b].sort()[index]);

function listText({ leavers }: Change, list: readonly string[]): string {
  return leavers.length > 0
    ? `excluding ${leavers.map(podOf).join(", ")}`
    : list.length === 0
      ? "clearing the exclude list"
      : `exclude list: ${list.map(podOf).join(", ")}`;
}
