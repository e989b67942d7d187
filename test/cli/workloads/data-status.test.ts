import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dataLines } from "../../../cli/workloads/data-lines.ts";
import { type DataPort, dataStatus, type Part, partOf } from "../../../cli/workloads/data-status.ts";
import type { Health } from "../../../cli/workloads/gateway-status.ts";
import { BEANS, beanOf, readBeans } from "../../../components/scale-in/data-nodes/jmx.ts";
import type { HBaseFacts } from "../../../components/scale-in/region-servers/facts.ts";

/** As the daemons of this project's own images answered. */
const recorded = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`recorded/${name}.json`, import.meta.url), "utf8"));
const beans = recorded("name-node") as Record<string, object>;
const hbase = recorded("hbase-status") as HBaseFacts;

const nameNode = (pod: string) =>
  readBeans(
    pod,
    BEANS.map((bean) => beanOf(JSON.stringify(beans[bean]))),
    [],
  );
const well = { status: "ok", dependencies: { hdfs: { status: "ok" }, hbase: { status: "ok" } } } as const;
const port: DataPort = {
  nameNode: async (pod) => nameNode(pod),
  hbase: async () => hbase,
  gateway: async () => well,
};
const parts: readonly Part[] = [
  { pod: "lake-namenode-0", product: "hdfs", instance: "lake", component: "namenode" },
  { pod: "lake-datanode-0", product: "hdfs", instance: "lake", component: "datanode" },
  { pod: "tables-admin-x", product: "hbase", instance: "tables", component: "admin" },
  { pod: "store-0", product: "postgres", instance: "store", component: "server" },
];
const unheard = (why: string) => async () => Promise.reject(new Error(why));

describe("the status of the data", () => {
  it("says who is active, what the nodes hold, and which regions are where", async () => {
    const seen = await dataStatus(parts, port);
    expect(seen.hdfs).toEqual([
      {
        ...{ name: "lake", activeNameNode: "lake-namenode-0", silent: [] },
        facts: {
          ...{ safeMode: false, liveDataNodes: 2, decommissioningDataNodes: 0, deadDataNodes: 0 },
          ...{ usedBytes: 55_264, capacityBytes: 541_106_348_032, underReplicatedBlocks: 0, missingBlocks: 0 },
        },
      },
    ]);
    expect(dataLines(seen)).toEqual([
      "hdfs lake: active NameNode lake-namenode-0",
      "  data nodes 2 live, 0 decommissioning, 0 dead; 54 KiB of 504 GiB used",
      "  blocks 0 under-replicated, 0 missing",
      "hbase tables: active master herd-master-0",
      "  regions herd-regionserver-0 4, herd-regionserver-1 3; 2 in transition",
    ]);
  });

  it("asks HBase by the labels of its admin pod", async () => {
    const asked: string[] = [];
    await dataStatus(parts, { ...port, hbase: async (selector) => (asked.push(selector), hbase) });
    const [name, instance, component] = ["name=hbase", "instance=tables", "component=admin"];
    expect(asked).toEqual([[name, instance, component].map((label) => `app.kubernetes.io/${label}`).join(",")]);
  });

  it("counts nodes that leave, and says what is not well", async () => {
    const facts = nameNode("lake-namenode-0");
    const live = facts.live.map((one, index) =>
      index === 0 ? { ...one, adminState: "decommissioning" as const } : one,
    );
    const away = {
      ...facts,
      live,
      dead: [{ host: "gone", silentSeconds: 900 }],
      underReplicated: 3,
      missing: 1,
      safeMode: true,
    };
    const leaving = hbase.servers.map((one, index) => ({ ...one, draining: index === 1 }));
    const troubled = { ...hbase, servers: leaving, balancer: false };
    const seen = await dataStatus(parts, { ...port, nameNode: async () => away, hbase: async () => troubled });
    expect(dataLines(seen)).toEqual([
      "hdfs lake: active NameNode lake-namenode-0",
      "  data nodes 2 live, 1 decommissioning, 1 dead; 54 KiB of 504 GiB used",
      "  blocks 3 under-replicated, 1 missing; in safe mode: nothing can be written",
      "hbase tables: active master herd-master-0",
      "  regions herd-regionserver-0 4, herd-regionserver-1 3 (draining); 2 in transition; the balancer is off",
    ]);
  });

  it("shows the NameNode that answers beside the one that does not", async () => {
    const second = { pod: "lake-namenode-1", product: "hdfs", instance: "lake", component: "namenode" };
    const half: DataPort = {
      ...port,
      nameNode: async (pod) =>
        pod === "lake-namenode-0" ? unheard("it has not ended after 10 s\nstack")() : nameNode(pod),
    };
    const [lake] = (await dataStatus([...parts, second], half)).hdfs;
    expect(lake?.activeNameNode).toBe("lake-namenode-1");
    expect(lake?.silent).toEqual([{ part: "lake-namenode-0", why: "it has not ended after 10 s" }]);
  });

  it("fails for nobody: what does not answer says so", async () => {
    const seen = await dataStatus(parts, { ...port, nameNode: unheard("no route"), hbase: unheard("no pod is ready") });
    expect(dataLines(seen)).toEqual([
      "hdfs lake: no NameNode is known to be active",
      "! lake-namenode-0 does not answer: no route",
      "hbase tables: no master is known to be active",
      "! hbase-admin does not answer: no pod is ready",
    ]);
    expect(await dataStatus([], port)).toEqual({ hdfs: [], hbase: [], dataApi: [] });
  });

  it("says how each pod of a data API is, what it does not reach, and which one does not answer", async () => {
    const server = (pod: string): Part => ({ pod, product: "data-api", instance: "gateway", component: "server" });
    const without = { status: "degraded", dependencies: { hdfs: { status: "down", message: "no route" } } } as const;
    const health: Readonly<Record<string, () => Promise<Health>>> = {
      a: async () => well,
      b: async () => well,
      c: async () => without,
      d: unheard("connection refused\nstack"),
    };
    const some = { ...port, gateway: async (pod: string) => health[pod]?.() ?? well };
    expect(dataLines(await dataStatus(["a", "b", "c", "d"].map(server), some))).toEqual([
      "data API gateway: ok on 2 pods, degraded on 1 pod",
      "  c does not reach hdfs: no route",
      "! d does not answer: connection refused",
    ]);
    expect(dataLines(await dataStatus([server("d")], some))[0]).toBe("data API gateway: no pod answers");
  });

  it("knows parts by their labels, and passes over pods without them", () => {
    const labels = { name: "hdfs", instance: "lake", component: "namenode" };
    const given = Object.fromEntries(Object.entries(labels).map(([key, value]) => [`app.kubernetes.io/${key}`, value]));
    expect(partOf("lake-namenode-0", given)).toEqual(parts[0]);
    expect(partOf("other", { app: "x" })).toBeUndefined();
  });
});
