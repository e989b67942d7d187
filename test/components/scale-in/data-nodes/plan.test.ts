import { describe, expect, it } from "vitest";
import type { DataNodeFacts, HdfsFacts } from "../../../../components/scale-in/data-nodes/facts.ts";
import { dataNodeLimit } from "../../../../components/scale-in/data-nodes/limit.ts";
import { dataNodeObjections } from "../../../../components/scale-in/data-nodes/objections.ts";
import {
  decideDataNodes,
  noCalm,
  ORDERED_SECONDS,
  rightList,
} from "../../../../components/scale-in/data-nodes/plan.ts";
import { LOOK_MS } from "../../../../components/scale-in/drive.ts";
import { changeOf, hostOf } from "../../../../components/scale-in/nodes.ts";

const GIBIBYTE = 1024 ** 3;
const set = { namespace: "pond", statefulSet: "fish", service: "fish" };
const host = (ordinal: number): string => hostOf(set, ordinal);
const node = (ordinal: number, more: Partial<DataNodeFacts> = {}): DataNodeFacts => ({
  host: host(ordinal),
  adminState: "in-service",
  silentSeconds: 1,
  usedBytes: GIBIBYTE,
  remainingBytes: 8 * GIBIBYTE,
  capacityBytes: 10 * GIBIBYTE,
  ...more,
});
const name = {
  ...{ name: "head-0", active: true, safeMode: false, hidden: 0, hiddenInService: 0, dead: [] },
  ...{ underReplicated: 0, pending: 0, missing: 0, recounting: false, mounted: [] },
};
const onceCalm = { looks: 1, still: 1 };
const facts = (live: readonly DataNodeFacts[], more: Partial<HdfsFacts> = {}, at: object = {}): HdfsFacts => ({
  excluded: [],
  nameNodes: [{ ...name, live, ...at }],
  running: live.map((one) => one.host),
  ...more,
});
const three = changeOf(set, 3, 2);
const listed = { excluded: [host(2)] };
const gone = node(2, { adminState: "decommissioned" });

/** Shown as dead, and heard of so long ago. */
const dead = (ordinal: number, silentSeconds: number) => ({ dead: [{ host: host(ordinal), silentSeconds }] });

describe("decideDataNodes", () => {
  const kinds: readonly (readonly [string, HdfsFacts, string])[] = [
    ["writes the list first", facts([node(0), node(1), node(2)]), "excluding fish-2"],
    ["waits for the mounted file", facts([node(0), node(1), node(2)], listed), "exclude list"],
    ["makes NameNodes read it", facts([node(0), node(1), node(2)], listed, { mounted: [host(2)] }), "telling head-0"],
    [
      "waits while blocks lack copies",
      facts([node(0), node(1), gone], listed, { mounted: [host(2)], underReplicated: 1 }),
      "copying",
    ],
    [
      "waits while copies are ordered and have not come",
      facts([node(0), node(1), gone], listed, { mounted: [host(2)], pending: 1 }),
      "counting",
    ],
    [
      "waits while a NameNode that has just become active looks what is there",
      facts([node(0), node(1), gone], listed, { mounted: [host(2)], recounting: true }),
      "waiting",
    ],
    [
      "waits while blocks are missing",
      facts([node(0), node(1), gone], listed, { mounted: [host(2)], missing: 1 }),
      "copying",
    ],
    ["waits in safe mode", facts([node(0), node(1), gone], listed, { mounted: [host(2)], safeMode: true }), "waiting"],
    [
      "waits for an active NameNode",
      facts([node(0), node(1), gone], listed, { mounted: [host(2)], active: false }),
      "waiting",
    ],
    [
      "waits for a node that is silent",
      facts([node(0), node(1, { silentSeconds: 60 }), gone], listed, { mounted: [host(2)] }),
      "waiting",
    ],
  ];
  it.each(kinds)("%s", (_, seen, phase) => {
    expect(decideDataNodes(three, seen, onceCalm).next).toMatchObject({ phase });
  });

  it("believes no count while HDFS may still count the copies of a node that it shows as dead", () => {
    const after = (ordinal: number, silentSeconds: number, live: readonly DataNodeFacts[]) => {
      const seen = facts(live, listed, { mounted: [host(2)], ...dead(ordinal, silentSeconds) });
      return decideDataNodes(three, seen, onceCalm).next;
    };
    expect(after(1, 640, [node(0), gone])).toMatchObject({ kind: "wait", phase: "dead" });
    expect(after(2, 640, [node(0), node(1)])).toMatchObject({ kind: "wait", phase: "dead" });
    expect(after(1, 700, [node(0), gone])).toEqual({ kind: "done" });
    expect(after(2, 700, [node(0), node(1)])).toEqual({ kind: "done" });
  });

  it("waits for a node that runs and of which a NameNode has not heard since its start", () => {
    const seen = facts([node(0), node(1)], listed, { mounted: [host(2)] });
    const running = [host(0), host(1), host(2)];
    expect(decideDataNodes(three, { ...seen, running }, onceCalm).next).toMatchObject({
      kind: "wait",
      left: "head-0 has not heard of fish-2 since its start",
    });
  });

  it("believes neither of two NameNodes that say that they are active", () => {
    const late = { ...name, name: "head-1", mounted: [host(2)], live: [node(0), node(1), gone], underReplicated: 4 };
    const seen = facts([node(0), node(1), gone], listed, { mounted: [host(2)] });
    const two = { ...seen, nameNodes: [...seen.nameNodes, late] };
    expect(decideDataNodes(three, two, onceCalm).next).toMatchObject({ kind: "wait", phase: "waiting" });
    expect(dataNodeObjections(three, two, 2)).toEqual(["no NameNode is active, or two are; wait until one is"]);
  });

  it("is done only when two looks in a row say so", () => {
    const seen = facts([node(0), node(1), gone], listed, { mounted: [host(2)] });
    const first = decideDataNodes(three, seen, noCalm);
    expect(first.next).toMatchObject({ kind: "wait", phase: "counting" });
    expect(decideDataNodes(three, seen, first.memory).next).toEqual({ kind: "done" });
  });

  it("is done under a writer too, when every copy that was ordered has come or counts as lacking again", () => {
    const seen = facts([node(0), node(1), gone], listed, { mounted: [host(2)], pending: 1 });
    let [looks, decided] = [0, decideDataNodes(three, seen, noCalm)];
    for (; decided.next.kind !== "done" && looks < 200; looks++) decided = decideDataNodes(three, seen, decided.memory);
    expect(looks * LOOK_MS).toBe(ORDERED_SECONDS * 1000);
  });

  it("takes back who stays, and leaves alone whom others have excluded", () => {
    const seen = facts([node(0), node(1), gone], { excluded: [host(2), "stranger.example"] });
    const action = { do: "exclude", hosts: ["stranger.example"] };
    expect(decideDataNodes(changeOf(set, 3, 3), seen, noCalm).next).toMatchObject({ kind: "act", action });
  });

  it("keeps on the list a node that is gone while HDFS counts it as alive", () => {
    const seen = { ...facts([node(0), node(1), gone], listed, { mounted: [host(2)] }), running: [host(0), host(1)] };
    expect(rightList(changeOf(set, 2, 2), seen)).toEqual([host(2)]);
    expect(rightList(changeOf(set, 2, 2), facts([node(0), node(1)], listed))).toEqual([]);
  });

  it("lets no NameNode read the list while the name of a node on it is unknown", () => {
    const back = node(1, { adminState: "decommissioned" });
    const seen = { ...facts([node(0), back, gone], listed, { mounted: [host(2)] }), running: [host(0), host(1)] };
    expect(decideDataNodes(changeOf(set, 2, 2), seen, noCalm).next).toMatchObject({
      kind: "wait",
      phase: "ghosts",
    });
  });
});

describe("a node that HDFS shows as dead", () => {
  it("stays on the list until its copies surely count no more", () => {
    const left = (silentSeconds: number) => facts([node(0), node(1)], listed, dead(2, silentSeconds));
    expect(rightList(changeOf(set, 2, 2), left(640))).toEqual([host(2)]);
    expect(rightList(changeOf(set, 2, 2), left(700))).toEqual([]);
  });

  it("keeps NameNodes from reading the list while another node has to leave", () => {
    const seen = { excluded: [host(1), host(2)], running: [host(0), host(1)] };
    const lately = facts([node(0), node(1)], seen, { mounted: seen.excluded, ...dead(2, 640) });
    expect(decideDataNodes(changeOf(set, 2, 1), lately, noCalm).next).toMatchObject({ phase: "ghosts" });
  });
});

describe("a node under the name of a former one with another volume", () => {
  const mounted = { mounted: [host(2)] };
  const hidden = { ...mounted, hidden: 1, hiddenInService: 1 };
  const former = node(2, { adminState: "decommissioned", silentSeconds: 90 });

  it("is not taken for the former one, which has left already", () => {
    for (const shown of [former, node(2)]) {
      const seen = facts([node(0), node(1), shown], listed, hidden);
      expect(decideDataNodes(three, seen, onceCalm).next).toMatchObject({ kind: "wait", phase: "namesakes" });
    }
  });

  it("waits until the former one is forgotten, also when that is shown as dead", () => {
    const at = (silentSeconds: number) =>
      decideDataNodes(three, facts([node(0), node(1), node(2)], listed, { ...mounted, ...dead(2, silentSeconds) }), {
        ...noCalm,
      });
    expect(at(640).next).toMatchObject({ phase: "namesakes" });
    expect(at(700).next).toMatchObject({ kind: "act", action: { do: "refresh", nameNodes: ["head-0"] } });
  });

  it("stays without a wait where all that are hidden are in service, and with one where they are not", () => {
    const stay = changeOf(set, 2, 3);
    const look = (hiddenInService: number) =>
      decideDataNodes(stay, facts([node(0), node(1), former], {}, { hidden: 1, hiddenInService }), noCalm).next;
    expect(look(1)).toEqual({ kind: "done" });
    expect(look(0)).toMatchObject({ kind: "wait", phase: "namesakes" });
  });

  it("is none that is missing for those who want to leave", () => {
    const seen = facts([former, node(3)].concat([node(0)]), {}, hidden);
    expect(dataNodeObjections(changeOf(set, 4, 3), seen, 2)).toEqual([]);
  });

  it("gets the drain the time that it has to wait", () => {
    const seen = facts([node(0), node(1), node(2)], {}, dead(2, 640));
    expect(dataNodeLimit(three, seen, 16)).toEqual({
      seconds: 900 + 720 + 3 * 64,
      because: "1 GiB at 16 MiB/s, after nodes that went before",
    });
  });
});

describe("dataNodeObjections", () => {
  it("has none where the others can take it all", () => {
    expect(dataNodeObjections(three, facts([node(0), node(1), node(2)]), 2)).toEqual([]);
  });

  it("refuses fewer nodes than copies", () => {
    const [only, ...more] = dataNodeObjections(changeOf(set, 2, 1), facts([node(0), node(1)]), 2);
    expect(only).toContain("replication is 2, and 1 of 2 data nodes would remain");
    expect(more).toEqual([]);
  });

  it("refuses where those that stay are not in service", () => {
    const lost = node(1, { silentSeconds: 90 });
    expect(dataNodeObjections(three, facts([node(0), lost, node(2)]), 2)).toEqual([
      "replication is 2, and only 1 of the remaining data nodes are in service (1 of the 2 that stay); bring them back first",
    ]);
  });

  it("refuses where the data does not fit, with a tenth to spare", () => {
    const full = (ordinal: number) => node(ordinal, { remainingBytes: 0.6 * GIBIBYTE });
    expect(dataNodeObjections(three, facts([full(0), full(1), node(2)]), 2)).toEqual([
      "fish-2 hold 1 GiB, and the nodes that stay have 1.2 GiB free, of which 328 MiB must stay free; remove data, or give the nodes larger volumes",
    ]);
  });

  it("lets a drain go on that has copied already what needed the room", () => {
    const full = (ordinal: number) => node(ordinal, { remainingBytes: 0.6 * GIBIBYTE });
    for (const adminState of ["decommissioning", "decommissioned"] as const)
      expect(dataNodeObjections(three, facts([full(0), full(1), node(2, { adminState })]), 2)).toEqual([]);
  });

  it("asks no margin for what others keep on the same disk", () => {
    const shared = (ordinal: number) =>
      node(ordinal, { usedBytes: GIBIBYTE / 50, remainingBytes: 15 * GIBIBYTE, capacityBytes: 252 * GIBIBYTE });
    expect(dataNodeObjections(three, facts([shared(0), shared(1), shared(2)]), 2)).toEqual([]);
  });

  it("refuses while blocks are missing, and in safe mode", () => {
    const all = [node(0), node(1), node(2)];
    expect(dataNodeObjections(three, facts(all, {}, { missing: 3 }), 2)[0]).toContain("3 blocks are missing already");
    expect(dataNodeObjections(three, facts(all, {}, { safeMode: true }), 2)[0]).toContain("safe mode");
  });
});

it("dataNodeLimit counts the bytes of those that go", () => {
  const limit = dataNodeLimit(three, facts([node(0), node(1), node(2)]), 16);
  expect(limit).toEqual({ seconds: 900 + 3 * 64, because: "1 GiB at 16 MiB/s" });
});
