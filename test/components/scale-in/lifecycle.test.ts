import { beforeEach, describe, expect, it } from "vitest";
import { drainedLifecycle } from "../../../components/scale-in/drained/lifecycle.ts";
import { scaleInInputs } from "../../../components/scale-in/args.ts";
import { Lingering } from "../../../components/scale-in/lease/linger.ts";
import { hostOf } from "../../../components/scale-in/nodes.ts";
import { settledLifecycle } from "../../../components/scale-in/settled/lifecycle.ts";
import type { ScaleInInputs } from "../../../components/scale-in/inputs.ts";
import type { Connect } from "../../../components/scale-in/kind.ts";
import type { ScaleInWorld } from "../../../components/scale-in/world.ts";
import { UNKNOWN } from "../../../components/lib/unknown.ts";
import { createSimulatedClock, type SimulatedClock } from "../../support/simulated-clock.ts";
import { Gate } from "./simulated/gate.ts";
import { SimulatedHdfs } from "./simulated/hdfs.ts";
import { set } from "./simulated/kube.ts";
import { worldOf } from "./simulated/world.ts";

let clock: SimulatedClock;
let hdfs: SimulatedHdfs;
let lines: string[];
let connect: Connect;

const dataNodes = {
  nameNodes: ["head-0.head:8020"],
  excludeConfigMap: "who-leaves",
  replication: 2,
  adminSelector: "a=b",
};
const inputs = (replicas: unknown, more: object = {}) => ({
  ...scaleInInputs({ ...set, replicas: 0, dataNodes }),
  ...{ replicas, ...more },
});

beforeEach(() => {
  clock = createSimulatedClock(0);
  hdfs = new SimulatedHdfs(clock, 3, 2, 1000);
  lines = [];
  const say = (line: string): void => void lines.push(line);
  const lingering = new Lingering();
  const world = (of: ScaleInInputs): ScaleInWorld => ({
    ...worldOf(hdfs, clock, new Gate(clock, {}), "me", of.dataNodes?.replication ?? 2),
    lingering,
    say,
  });
  connect = () => ({ world, forget: async () => void (hdfs.kube.lease = undefined), say });
});

describe("Drained", () => {
  it("refuses in preview a count below the replication, and says on which argument", async () => {
    const { failures } = await clock.run(drainedLifecycle(connect).check(inputs(3), inputs(1)));
    expect(failures).toHaveLength(1);
    expect(failures?.[0]).toMatchObject({ property: "replicas" });
    expect(failures?.[0]?.reason).toContain("from 3 to 1: replication is 2, and 1 of 3 data nodes would remain");
  });

  it("asks for the copies that files were written with when the replication is lowered too", async () => {
    const declared = scaleInInputs({ ...set, replicas: 1, dataNodes: { ...dataNodes, replication: 1 } });
    const lowered = { ...declared, replicas: 1 };
    const drained = drainedLifecycle(connect);
    const { failures } = await clock.run(drained.check(inputs(3), lowered));
    expect(failures?.[0]?.reason).toContain("replication is 2, and 1 of 3 data nodes would remain");
    await expect(clock.run(drained.update("id", inputs(3), lowered))).rejects.toThrow("replication is 2");
    expect(hdfs.kube.replicas).toBe(3);
  });

  it("refuses what is no argument, and lets pass what is not known yet", async () => {
    const drained = drainedLifecycle(connect);
    expect((await drained.check({}, inputs(-1))).failures).toEqual([
      { property: "replicas", reason: "must be at least 0, got -1" },
    ]);
    expect((await drained.check({}, inputs(3, { namespace: UNKNOWN }))).failures).toEqual([]);
  });

  it("says in preview what it could not ask, and refuses nothing for that", async () => {
    const away: Connect = () => {
      const { world, ...rest } = connect(() => undefined);
      const replicas = async (): Promise<number> => Promise.reject(new Error("no route to it"));
      return { ...rest, world: (of) => ({ ...world(of), pods: { ...world(of).pods, replicas } }) };
    };
    expect((await clock.run(drainedLifecycle(away).check(inputs(3), inputs(2)))).failures).toEqual([]);
    expect(lines).toEqual([
      "store-data: not checked: whether 1 of its nodes may leave (no route to it); up asks again before it does anything",
    ]);
  });

  it("has something to do for another count, and for what a killed run left behind", async () => {
    const { diff } = drainedLifecycle(connect);
    const changes = async (olds: number, news: number) =>
      (await clock.run(diff("id", inputs(olds), inputs(news)))).changes;
    expect([await changes(3, 2), await changes(3, 3)]).toEqual([true, false]);
    hdfs.kube.lease = { holder: "dead", renewedMs: 0, record: { to: 2, leaving: ["x"], drained: [] }, version: "1" };
    expect(await changes(3, 3)).toBe(true);
  });

  it("gives a StatefulSet that does not exist what it asks for, and refuses before anything is done", async () => {
    const drained = drainedLifecycle(connect);
    await expect(clock.run(drained.update("id", inputs(3), inputs(1)))).rejects.toThrow(
      /data nodes of lake\/store-data: refused to go from 3 to 1; nothing was changed\n {2}- replication is 2/,
    );
    expect([hdfs.list, hdfs.kube.lease?.holder]).toEqual([[], ""]);
    hdfs.kube.scale(0);
    expect(await clock.run(drained.create(inputs(3)))).toMatchObject({ id: "lake/store-data", outs: { replicas: 3 } });
  });

  it("lets no node go that died with the only copy of a block, also in the minute in which HDFS still counts that", async () => {
    hdfs = new SimulatedHdfs(clock, 3, 1, 1000);
    // In the middle between two rounds of the NameNode, which come every half minute.
    await clock.advance(12_000);
    hdfs.pass();
    hdfs.kube.breakPod(2);
    await clock.advance(631_000);
    expect(hdfs.lacking(2)).not.toEqual([]);
    const one = (replicas: number) => ({
      ...scaleInInputs({ ...set, replicas, dataNodes: { ...dataNodes, replication: 1 } }),
    });
    const left = clock.run(drainedLifecycle(connect).update("id", one(3), one(2)));
    await expect(left).rejects.toThrow(/blocks lack copies, \d+ are missing/);
  });

  it("ends without scaling when its time is up, and says how to go on", async () => {
    const world = connect;
    connect = (config) => {
      const { world: of, ...rest } = world(config);
      return { ...rest, world: (given) => ({ ...of(given), limitSeconds: 60 }) };
    };
    hdfs.kube.breakPod(1);
    await clock.advance(25_000);
    await expect(clock.run(drainedLifecycle(connect).update("id", inputs(3), inputs(2)))).rejects.toThrow(
      /not done within 1 min \(.* at 20 MiB\/s\): .*\nnothing was scaled; run up again to go on, or set the count back to 3/,
    );
  });
});

describe("the time from the drain to the StatefulSet", () => {
  it("belongs to the run that drained, however long it is: another one takes no node back", async () => {
    const drained = drainedLifecycle(connect);
    await clock.run(drained.update("id", inputs(3), inputs(2)));
    await clock.advance(200_000);
    const mine = connect;
    const other = drainedLifecycle((config) => {
      const { world, ...rest } = mine(config);
      return { ...rest, world: (of) => ({ ...world(of), me: "other", lingering: new Lingering() }) };
    });
    await expect(clock.run(other.update("id", inputs(2), inputs(3)))).rejects.toThrow("another run works at it (me)");
    expect(hdfs.lacking(2)).toEqual([]);
    hdfs.kube.scale(2);
    await clock.run(settledLifecycle(connect).update("id", inputs(3), inputs(2)));
    expect([hdfs.kube.lease?.holder, [...hdfs.kube.claims]]).toEqual(["", [0, 1]]);
    await clock.advance(200_000);
    expect(hdfs.kube.lease?.holder).toBe("");
  });
});

describe("Settled", () => {
  it("has nothing to do at a set that was just made, and something while a record stands", async () => {
    const settled = settledLifecycle(connect);
    await clock.run(settled.create(inputs(3)));
    expect((await clock.run(settled.diff("id", inputs(3), inputs(3)))).changes).toBe(false);
    hdfs.kube.lease = { holder: "", renewedMs: 0, record: { to: 2, leaving: [], drained: ["x"] }, version: "1" };
    expect((await clock.run(settled.diff("id", inputs(2), inputs(2)))).changes).toBe(true);
  });

  it("keeps the volume of a drained node whose pod is only away for a moment, since somebody raised the count", async () => {
    const two = hostOf(set, 2);
    hdfs.kube.lease = { holder: "", renewedMs: 0, record: { to: 2, leaving: [], drained: [two] }, version: "1" };
    hdfs.kube.ready.delete(2);
    const settled = clock.run(settledLifecycle(connect).update("id", inputs(3), inputs(2)));
    await expect(settled).rejects.toThrow("somebody else has set its count to 3; run up again to go on");
    expect([...hdfs.kube.claims]).toEqual([0, 1, 2]);
  });

  it("keeps the volume of a node that somebody else took away, and names it", async () => {
    hdfs.kube.scale(2);
    hdfs.kube.lease = { holder: "", renewedMs: 0, record: undefined, version: "1" };
    await clock.run(settledLifecycle(connect).update("id", inputs(3), inputs(2)));
    expect([...hdfs.kube.claims]).toEqual([0, 1, 2]);
    expect(lines.join("\n")).toContain("volume data-2 kept: its node was not drained");
  });
});
