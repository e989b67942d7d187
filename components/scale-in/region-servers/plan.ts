import type { Decision } from "../machine.ts";
import { type Change, ordinalOf, podOf } from "../nodes.ts";
import type { HBaseFacts, RegionServerFacts } from "./facts.ts";

/** What HBase is told. */
export type RegionServerAction =
  | { readonly do: "drain"; readonly servers: readonly string[] }
  | { readonly do: "recommission"; readonly servers: readonly string[] }
  | { readonly do: "balance" };

/** What a run remembers of its looks. */
export interface Moves {
  /** Looks in a row at which all was well. */
  readonly calm: number;
  /** Regions at the last look, and looks at which they were as many. */
  readonly regions: number;
  readonly stuck: number;
  /** Times that a drain was sent again. */
  readonly again: number;
}

export const noMoves: Moves = { calm: 0, regions: -1, stuck: 0, again: 0 };

/** A region that is just being moved is counted nowhere for a moment. */
const CALM_LOOKS = 2;
/** Looks without progress after which the drain is sent again: HBase itself tries each move once. */
const STUCK_LOOKS = 6;
const MOST_AGAIN = 10;

/** What to do next, of what is seen now. */
export function decideRegionServers(change: Change, seen: HBaseFacts, moves: Moves): { next: Step; memory: Moves } {
  const { set, leavers, to } = change;
  if (seen.activeMaster === null) return { next: wait("waiting", "no HBase master is active"), memory: noCalm(moves) };
  // One that has gone lives on for its session's timeout: without its mark it would be given regions once more.
  const kept = seen.servers.filter((one) => one.draining && (ordinalOf(set, one.host) ?? to) < to);
  if (kept.length > 0)
    return {
      next: act({ do: "recommission", servers: named(kept) }, `taking back ${podsOf(kept)}`),
      memory: noCalm(moves),
    };
  if (!seen.balancer) return { next: act({ do: "balance" }, "switching the balancer on"), memory: noCalm(moves) };
  if (leavers.length === 0) return { next: { kind: "done" }, memory: moves };
  if (!seen.servers.some((one) => (ordinalOf(set, one.host) ?? to) < to))
    return { next: wait("waiting", "no server that stays is alive"), memory: noCalm(moves) };
  const going = seen.servers.filter((one) => leavers.includes(one.host));
  const drain = act({ do: "drain", servers: named(going) }, `draining ${podsOf(going)}`);
  if (going.some((one) => !one.draining)) return { next: drain, memory: noCalm(moves) };
  return moved(going, seen, moves, drain);
}

type Step = Decision<RegionServerAction>;

function moved(going: readonly RegionServerFacts[], seen: HBaseFacts, moves: Moves, drain: Step) {
  const regions = going.reduce((sum, one) => sum + one.regions, 0);
  if (regions === 0 && seen.regionsInTransition === 0) {
    const calm = moves.calm + 1;
    const next: Step = calm >= CALM_LOOKS ? { kind: "done" } : wait("counting", "no region is left; looking once more");
    return { next, memory: { ...moves, calm } };
  }
  const stuck = regions === moves.regions ? moves.stuck + 1 : 0;
  const memory = { ...moves, calm: 0, regions, stuck };
  if (regions > 0 && stuck >= STUCK_LOOKS && moves.again < MOST_AGAIN)
    return { next: drain, memory: { ...memory, stuck: 0, again: moves.again + 1 } };
  return { next: wait("moving", `${regions} regions left, ${seen.regionsInTransition} in transition`), memory };
}

/** Why servers cannot leave as things are. */
export function regionServerObjections({ set, leavers, to }: Change, seen: HBaseFacts): readonly string[] {
  if (leavers.length === 0) return [];
  if (seen.activeMaster === null) return ["no HBase master is active; wait until one is"];
  const staying = seen.servers.filter((one) => !leavers.includes(one.host) && isOurs(set, one));
  if (staying.length > 0) return [];
  return [
    `none of the ${to} region servers that stay is alive, so regions could not go anywhere; bring them back first`,
  ];
}

const isOurs = (set: Change["set"], { host }: RegionServerFacts) => ordinalOf(set, host) !== undefined;
const act = (action: RegionServerAction, phase: string): Step => ({ kind: "act", action, phase });
const wait = (phase: string, left: string): Step => ({ kind: "wait", phase, left });
const noCalm = (moves: Moves): Moves => ({ ...moves, calm: 0 });
const named = (servers: readonly RegionServerFacts[]): readonly string[] => servers.map(({ name }) => name);
const podsOf = (servers: readonly RegionServerFacts[]): string => servers.map(({ host }) => podOf(host)).join(", ");
