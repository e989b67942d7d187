import { describe, expect, it } from "vitest";
import { changeOf, hostOf } from "../../../../components/scale-in/nodes.ts";
import type { HBaseFacts, RegionServerFacts } from "../../../../components/scale-in/region-servers/facts.ts";
import {
  decideRegionServers,
  noMoves,
  regionServerObjections,
} from "../../../../components/scale-in/region-servers/plan.ts";

const set = { namespace: "pond", statefulSet: "frog", service: "frog" };
const nameOf = (ordinal: number): string => `${hostOf(set, ordinal)},16020,7`;
const server = (ordinal: number, regions: number, draining = false): RegionServerFacts => ({
  ...{ name: nameOf(ordinal), host: hostOf(set, ordinal), regions, draining },
});
const facts = (servers: readonly RegionServerFacts[], more: Partial<HBaseFacts> = {}): HBaseFacts => ({
  ...{ activeMaster: "queen-0,16000,1", servers, regionsInTransition: 0, balancer: true, ...more },
});
const down = changeOf(set, 4, 2);

describe("decideRegionServers", () => {
  it("drains all that leave in one call, by the names that the master knows", () => {
    const { next } = decideRegionServers(
      down,
      facts([server(0, 3), server(1, 3), server(2, 3), server(3, 3)]),
      noMoves,
    );
    expect(next).toMatchObject({ kind: "act", action: { do: "drain", servers: [nameOf(2), nameOf(3)] } });
  });

  it("waits for regions that are left and for those in transition", () => {
    const left = facts([server(0, 6), server(2, 1, true), server(3, 0, true)]);
    const moving = facts([server(0, 6), server(2, 0, true), server(3, 0, true)], { regionsInTransition: 1 });
    const calm = { ...noMoves, calm: 1 };
    expect(decideRegionServers(down, left, calm).next).toMatchObject({
      kind: "wait",
      left: "1 regions left, 0 in transition",
    });
    expect(decideRegionServers(down, moving, calm).next).toMatchObject({ kind: "wait" });
  });

  it("sends a drain again that does not get on, ten times at most", () => {
    const left = facts([server(0, 6), server(2, 2, true), server(3, 0, true)]);
    let memory = noMoves;
    let sent = 0;
    for (let look = 0; look < 200; look++) {
      const decided = decideRegionServers(down, left, memory);
      memory = decided.memory;
      if (decided.next.kind === "act") sent++;
    }
    expect(sent).toBe(10);
  });

  it("takes back who stays, switches the balancer on, and drains nobody else's servers", () => {
    const stranger = { ...server(9, 0, true), host: "stranger.example" };
    const kept = changeOf(set, 4, 4);
    expect(decideRegionServers(kept, facts([server(0, 3), server(3, 3, true)]), noMoves).next).toMatchObject({
      action: { do: "recommission", servers: [nameOf(3)] },
    });
    expect(decideRegionServers(kept, facts([server(0, 3)], { balancer: false }), noMoves).next).toMatchObject({
      action: { do: "balance" },
    });
    expect(decideRegionServers(kept, facts([server(0, 3), stranger]), noMoves).next).toEqual({ kind: "done" });
  });

  it("leaves its mark to a server that has gone and whose end HBase has not noticed yet", () => {
    const settled = changeOf(set, 2, 2);
    expect(decideRegionServers(settled, facts([server(0, 3), server(1, 3), server(2, 0, true)]), noMoves).next).toEqual(
      { kind: "done" },
    );
  });

  it("waits while no server that stays is alive, be nothing in transition yet", () => {
    const ended = facts([server(2, 0, true), server(3, 0, true)]);
    expect(decideRegionServers(down, ended, { ...noMoves, calm: 1 }).next).toMatchObject({ kind: "wait" });
  });

  it("refuses where no server stays alive, and without a master", () => {
    expect(regionServerObjections(down, facts([server(2, 3)]))[0]).toContain("none of the 2 region servers that stay");
    expect(regionServerObjections(down, facts([server(0, 1)], { activeMaster: null }))[0]).toContain("no HBase master");
  });
});
