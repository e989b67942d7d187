import type { Machine } from "../machine.ts";
import { type Change, podOf } from "../nodes.ts";
import type { HBaseFacts, HBasePort } from "./facts.ts";
import { decideRegionServers, type Moves, noMoves, type RegionServerAction, regionServerObjections } from "./plan.ts";

/** Masters come and go within a minute or two; a region moves in a second or two, many at a time. */
const FIXED_SECONDS = 600;
const REGION_SECONDS = 3;

/** How RegionServers leave: drained in one call, until none of them holds a region and none is between two servers. */
export function regionServerMachine(change: Change, hbase: HBasePort): Machine<HBaseFacts, RegionServerAction, Moves> {
  const going = (seen: HBaseFacts) => seen.servers.filter(({ host }) => change.leavers.includes(host));
  return {
    fresh: noMoves,
    observe: () => hbase.observe(),
    objections: (seen) => regionServerObjections(change, seen),
    decide: (seen, moves) => decideRegionServers(change, seen, moves),
    act: (action) =>
      action.do === "drain"
        ? hbase.drain(action.servers)
        : action.do === "recommission"
          ? hbase.recommission(action.servers)
          : hbase.balance(true),
    limit: (seen) => {
      const regions = going(seen).reduce((sum, one) => sum + one.regions, 0);
      return { seconds: FIXED_SECONDS + REGION_SECONDS * regions, because: `${regions} regions` };
    },
    blockers: async () => {
      try {
        const seen = await hbase.observe();
        return going(seen).flatMap(({ host, regions }) =>
          regions > 0 ? [`${podOf(host)} holds ${regions} regions`] : [],
        );
      } catch {
        return [];
      }
    },
  };
}
