import { describe, expect, it } from "vitest";
import type { DataNodeFacts, HdfsFacts } from "../../../../components/scale-in/data-nodes/facts.ts";
import { dataNodeLimit } from "../../../../components/scale-in/data-nodes/limit.ts";
import { dataNodeObjections } from "../../../../components/scale-in/data-nodes/objections.ts";
import { decideDataNodes, rightList } from "../../../../components/scale-in/data-nodes/plan.ts";
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
const name = { name: "head-0", active: true, safeMode: false, dead: [], underReplicated: 0, missing: 0, mounted: [] };
const facts = (live: readonly DataNodeFacts[], more: Partial<HdfsFacts> = {}, at: object = {}): HdfsFacts => ({
  excluded: [],
  nameNodes: [{ ...name, live, ...at }],
  running: live.map((one) => one.host),
  ...more,
});
const three = changeOf(set, 3, 2);
const listed = { excluded: [host(2)] };
const gone = node(2, { adminState: "decommissioned" });

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
    expect(decideDataNodes(three, seen, { looks: 1 }).next).toMatchObject({ phase });
  });

  it("is done only when two looks in a row say so", () => {
    const seen = facts([node(0), node(1), gone], listed, { mounted: [host(2)] });
    const first = decideDataNodes(three, seen, { looks: 0 });
    expect(first.next).toMatchObject({ kind: "wait", phase: "counting" });
    expect(decideDataNodes(three, seen, first.memory).next).toEqual({ kind: "done" });
  });

  it("takes back who stays, and leaves alone whom others have excluded", () => {
    const seen = facts([node(0), node(1), gone], { excluded: [host(2), "stranger.example"] });
    const action = { do: "exclude", hosts: ["stranger.example"] };
    expect(decideDataNodes(changeOf(set, 3, 3), seen, { looks: 0 }).next).toMatchObject({ kind: "act", action });
  });

  it("keeps on the list a node that is gone while HDFS counts it as alive", () => {
    const seen = { ...facts([node(0), node(1), gone], listed, { mounted: [host(2)] }), running: [host(0), host(1)] };
    expect(rightList(changeOf(set, 2, 2), seen)).toEqual([host(2)]);
    expect(rightList(changeOf(set, 2, 2), facts([node(0), node(1)], listed))).toEqual([]);
  });

  it("lets no NameNode read the list while the name of a node on it is unknown", () => {
    const back = node(1, { adminState: "decommissioned" });
    const seen = { ...facts([node(0), back, gone], listed, { mounted: [host(2)] }), running: [host(0), host(1)] };
    expect(decideDataNodes(changeOf(set, 2, 2), seen, { looks: 0 }).next).toMatchObject({
      kind: "wait",
      phase: "ghosts",
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
