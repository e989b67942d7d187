import { beforeEach, describe, expect, it } from "vitest";
import { type FamilyArgs, type HBaseTableArgs, tableInputs } from "../../../components/hbase-table/args.ts";
import { tableLifecycle } from "../../../components/hbase-table/lifecycle.ts";
import { UNKNOWN } from "../../../components/lib/unknown.ts";
import type { Lifecycle } from "../../../components/lib/shim.ts";
import { SimulatedHBase } from "./simulated-hbase.ts";

type Inputs = Record<string, unknown>;
let hbase: SimulatedHBase;
let table: Lifecycle;

const inputs = (more: Partial<HBaseTableArgs> = {}): Inputs => {
  const link = { namespace: "place", podSelector: "a=b", quorum: "" } as unknown as HBaseTableArgs["hbase"];
  const args = { hbase: link, name: "orders", families: [{ name: "d" }], ...more };
  return { ...tableInputs(args, "a=b") };
};
const run = <T>(work: Promise<T>): Promise<T> => hbase.tool.clock.run(work);
const reasons = async (olds: Inputs, news: Inputs): Promise<readonly string[]> => {
  const { failures = [] } = await run(table.check(olds, news));
  return failures.map(({ property, reason }) => `${property}: ${reason}`);
};
const standing = async (more: Partial<HBaseTableArgs> = {}): Promise<Inputs> => {
  const made = await run(table.create(inputs(more)));
  hbase.tool.calls.length = 0;
  hbase.tool.lines.length = 0;
  return made.outs as Inputs;
};
const refreshed = async (olds: Inputs): Promise<Inputs> => {
  const read = await run(table.read("id", olds));
  expect(read.inputs).toEqual(read.props);
  return read.props as Inputs;
};
const family = (name: string, more: Partial<FamilyArgs> = {}): FamilyArgs => ({ name, ...more });

beforeEach(() => {
  hbase = new SimulatedHBase();
  table = tableLifecycle(hbase.tool.connect);
});

describe("HBaseTable is made", () => {
  it("with its families, their time to live from the days of the table, and its splits", async () => {
    const families = [family("d"), family("ever", { ttlSeconds: null, maxVersions: 3, compression: "GZ" })];
    const wanted = inputs({ families, retentionDays: 30, splits: ["g", "\\x80"] });
    expect(await run(table.create(wanted))).toEqual({ id: "place/orders", outs: wanted });
    const base = { bloomFilter: "ROW", mobThresholdBytes: null };
    expect(hbase.tables.get("orders")).toEqual({
      families: [
        { name: "d", ttlSeconds: 2_592_000, maxVersions: 1, compression: "SNAPPY", ...base },
        { name: "ever", ttlSeconds: null, maxVersions: 3, compression: "GZ", ...base },
      ],
      splits: ["Zw==", "gA=="],
    });
  });

  it("for ninety days unless told otherwise", async () => {
    await standing();
    expect(hbase.tables.get("orders")?.families[0]?.ttlSeconds).toBe(90 * 86_400);
  });

  it.each(["lost-answer", "no-answer"] as const)("once, where the call gets %s", async (fault) => {
    hbase.tool.faults["table-create"] = [fault];
    hbase.tool.faults["table-describe"] = ["no-answer"];
    await run(table.create(inputs()));
    expect(hbase.tables.size).toBe(1);
    expect(hbase.changes).toHaveLength(fault === "lost-answer" ? 1 : 2);
  });

  it("by taking over one that exists and is what is asked for, split further or not", async () => {
    await standing({ splits: ["g"] });
    hbase.tables.get("orders")?.splits.push("eg==");
    await run(table.create(inputs({ splits: ["g"] })));
    expect(hbase.changes).toEqual([]);
  });

  it("refuses one that exists and is another, names what differs, and changes nothing", async () => {
    await standing({ families: [family("d", { maxVersions: 3 }), family("old")] });
    const wanted = inputs({ families: [family("d"), family("new")], splits: ["m"] });
    const found = await reasons({}, wanted);
    expect(found).toEqual([
      "families.d: the table that exists is another one: maxVersions is 3 there, 1 here; write what is there to take it over",
      "families.new: is not in the table that exists; leave it out to take that over, and add it afterwards",
      "families.old: is in the table that exists and not here; write it down to take that over",
      'splits: the table that exists is not split at "m"; leave splits out to take it over',
    ]);
    await expect(run(table.create(wanted))).rejects.toThrow("HBase table orders is not as it should be: families.d:");
    expect(hbase.changes).toEqual([]);
  });

  it("ends with the last reason where nobody answers", async () => {
    hbase.tool.faults["table-describe"] = Array.from({ length: 1000 }, () => "no-answer" as const);
    await expect(run(table.create(inputs()))).rejects.toThrow(
      "HBase table orders is not as it should be: no answer within 10 min: the connection to admin broke",
    );
    expect(hbase.changes).toEqual([]);
  });
});

describe("HBaseTable is checked in preview", () => {
  it("refuses a codec that is not on the class path, without asking anybody", async () => {
    const lz4 = { name: "d", compression: "LZ4" } as unknown as FamilyArgs;
    expect(await reasons({}, inputs({ families: [lz4] }))).toEqual([
      "families[0].compression: LZ4 is not on the class path of the image hbase; take NONE, GZ, SNAPPY",
    ]);
    expect(hbase.tool.calls).toEqual([]);
  });

  it.each<[string, Partial<HBaseTableArgs>, string]>([
    ["no family", { families: [] }, "families: must have at least 1 entries, got a list of 0"],
    ["a family twice", { families: [family("d"), family("d")] }, 'families[1].name: "d" is taken'],
    ["splits out of order", { splits: ["m", "g"] }, "splits: must be in the order of their bytes, each once"],
    ["HBase's own namespace", { name: "hbase:meta" }, "name: hbase: is HBase's own namespace; take another"],
    ["a name that is none", { name: "a b" }, 'name: must be a name of HBase, as "orders" or "shop:orders"'],
    [
      "half a second",
      { families: [family("d", { ttlSeconds: 0.5 })] },
      "families[0].ttlSeconds: must be a whole number, got 0.5",
    ],
  ])("refuses %s", async (_, more, reason) => {
    expect(await reasons({}, inputs(more))).toEqual([reason]);
  });

  it("asks nobody while a value is not known, nor where nothing has changed", async () => {
    const olds = await standing();
    expect(await reasons({}, { ...inputs(), adminSelector: UNKNOWN })).toEqual([]);
    expect(await reasons(olds, inputs())).toEqual([]);
    expect(hbase.tool.calls).toEqual([]);
  });

  it("says what it could not check, and refuses nothing for that", async () => {
    hbase.tool.faults["table-describe"] = ["no-answer"];
    expect(await reasons({}, inputs())).toEqual([]);
    expect(hbase.tool.lines).toEqual([
      "HBase table orders: not checked against what stands (the connection to admin broke); up asks again before it does anything",
    ]);
  });
});

describe("HBaseTable is changed", () => {
  it("by the families that differ alone", async () => {
    const olds = await standing({ families: [family("d"), family("e")] });
    const news = inputs({ families: [family("d"), family("e", { bloomFilter: "ROWCOL" }), family("f")] });
    expect(await reasons(olds, news)).toEqual([]);
    expect(await run(table.diff("id", olds, news))).toEqual({
      changes: true,
      replaces: [],
      deleteBeforeReplace: false,
    });
    await run(table.update("id", olds, news));
    expect(hbase.tables.get("orders")?.families.map(({ name, bloomFilter }) => [name, bloomFilter])).toEqual([
      ["d", "ROW"],
      ["e", "ROWCOL"],
      ["f", "ROW"],
    ]);
    expect(hbase.tool.lines).toEqual(["HBase table orders: changing family e, adding family f"]);
  });

  it("not at all where only the permission to lose data is another one", async () => {
    const olds = await standing();
    const news = inputs({ allowDataLoss: true });
    expect((await run(table.diff("id", olds, news))).changes).toBe(true);
    expect((await run(table.update("id", olds, news))).outs).toMatchObject({ allowDataLoss: true });
    expect(hbase.changes).toEqual([]);
  });

  it("is the same table when only families stand in another order or a null is left out", async () => {
    const olds = await standing({ families: [family("d"), family("e")] });
    const news = inputs({ families: [family("e"), family("d")] });
    await run(table.update("id", olds, news));
    expect(hbase.changes).toEqual([]);
    const { splits: _none, ...rest } = olds;
    expect((await run(table.diff("id", rest, { ...olds, __provider: "text" }))).changes).toBe(true);
  });

  const losses: [string, Partial<HBaseTableArgs>, string][] = [
    ["a family that is gone", { families: [family("d")] }, "families: e would be dropped with its data"],
    [
      "a shorter time to live",
      { families: [family("d"), family("e", { ttlSeconds: 60 })] },
      "families[1].ttlSeconds: would remove cells older than 60 s, which are kept for 7776000 s",
    ],
    [
      "fewer versions",
      { families: [family("d", { maxVersions: 2 }), family("e")] },
      "families[0].maxVersions: would remove versions, of which 3 are kept",
    ],
  ];
  const before = [family("d", { maxVersions: 3 }), family("e")];

  it.each(losses)("refuses %s, in preview and again before it is done", async (_, more, reason) => {
    const olds = await standing({ families: before });
    const full = { families: before, ...more };
    expect((await reasons(olds, inputs(full))).join()).toContain(reason);
    await expect(run(table.update("id", olds, inputs(full)))).rejects.toThrow(reason);
    expect(hbase.changes).toEqual([]);
  });

  it.each(losses)("does %s where allowDataLoss says so", async (_, more) => {
    const olds = await standing({ families: before });
    const news = inputs({ families: before, ...more, allowDataLoss: true });
    expect(await reasons(olds, news)).toEqual([]);
    await run(table.update("id", olds, news));
    expect(hbase.tables.get("orders")?.families).toEqual(news["families"]);
  });

  it("refuses other splits: they are of the creation", async () => {
    const olds = await standing({ splits: ["g"] });
    const [reason] = await reasons(olds, inputs({ splits: ["h"] }));
    expect(reason).toContain("splits: are where a table is split when it is made");
  });

  it("refuses another name while the rows of the old table would go with it", async () => {
    const olds = await standing();
    expect((await reasons(olds, inputs({ name: "others" }))).join()).toContain("orders would be deleted with its rows");
    const allowed = await standing({ allowDataLoss: true });
    expect(await reasons(allowed, inputs({ name: "others" }))).toEqual([]);
    expect((await run(table.diff("id", allowed, inputs({ name: "others" })))).replaces).toEqual(["name"]);
  });

  it("tells a change once whose answer was lost", async () => {
    const olds = await standing();
    hbase.tool.faults["table-alter"] = ["lost-answer"];
    await run(table.update("id", olds, inputs({ families: [family("d"), family("e")] })));
    expect(hbase.changes).toEqual(["table-alter"]);
  });
});

describe("HBaseTable is read", () => {
  it("as it is: what was changed by hand shows, and up changes it back or refuses to lose it", async () => {
    const olds = await standing();
    const [own] = hbase.tables.get("orders")?.families ?? [];
    if (own === undefined) throw new Error("the table is not there");
    hbase.tables.set("orders", { families: [{ ...own, ttlSeconds: 60 }], splits: [] });
    const seen = await refreshed(olds);
    expect(seen["families"]).toEqual([{ ...own, ttlSeconds: 60 }]);
    expect((await run(table.diff("id", seen, inputs()))).changes).toBe(true);
    await run(table.update("id", seen, inputs()));
    expect(hbase.tables.get("orders")?.families).toEqual([own]);
    hbase.tables.set("orders", { families: [{ ...own, name: "byhand" }, own], splits: [] });
    const more = await refreshed(olds);
    expect(more["families"]).toEqual([own, { ...own, name: "byhand" }]);
    expect((await reasons(more, inputs())).join()).toContain("families: byhand would be dropped with its data");
  });

  it("as it is, however it was made by hand: up changes it back, and it can be deleted", async () => {
    const olds = await standing({ allowDataLoss: true });
    const [own] = hbase.tables.get("orders")?.families ?? [];
    if (own === undefined) throw new Error("the table is not there");
    const odd = { ...own, bloomFilter: "ROWPREFIX_FIXED_LENGTH", mobThresholdBytes: 0 };
    hbase.tables.set("orders", { families: [odd], splits: [] });
    const seen = await refreshed(await refreshed(olds));
    expect(seen["families"]).toEqual([odd]);
    expect(await reasons(seen, inputs({ allowDataLoss: true }))).toEqual([]);
    await run(table.update("id", seen, inputs({ allowDataLoss: true })));
    expect(hbase.tables.get("orders")?.families).toEqual([own]);
    await run(table.delete("id", seen));
    expect(hbase.tables.size).toBe(0);
  });

  it("as gone where it or the namespace of its cluster is gone, and the next update makes it again", async () => {
    const olds = await standing();
    hbase.tables.clear();
    expect(await run(table.read("id", olds))).toEqual({});
    await run(table.update("id", olds, inputs()));
    expect(hbase.tables.size).toBe(1);
    hbase.tool.isPlaceGone = true;
    expect(await run(table.read("id", olds))).toEqual({});
  });
});

describe("HBaseTable is deleted", () => {
  it("never while its rows may not go", async () => {
    const olds = await standing();
    await expect(run(table.delete("id", olds))).rejects.toThrow("HBase table orders is kept: allowDataLoss: is false");
    expect(hbase.tables.size).toBe(1);
  });

  it("where they may, and once where the answer is lost; what is gone is no failure", async () => {
    const olds = await standing({ allowDataLoss: true });
    hbase.tool.faults["table-delete"] = ["lost-answer"];
    await run(table.delete("id", olds));
    await run(table.delete("id", olds));
    expect(hbase.changes).toEqual(["table-delete"]);
    expect(hbase.tables.size).toBe(0);
  });

  it("with its namespace, without asking a tool that is no more", async () => {
    const olds = await standing();
    hbase.tool.isPlaceGone = true;
    await run(table.delete("id", olds));
    expect(hbase.tool.calls).toEqual([]);
  });
});

it("refuses half a day of retention in the words of its argument", () => {
  expect(() => inputs({ retentionDays: 0.5 })).toThrow(
    'HBaseTable "orders": 1 problem(s) in its arguments\n  - retentionDays: must be a whole number from 1 to 24855, got 0.5',
  );
});
