import { beforeEach, describe, expect, it } from "vitest";
import { parseConfig } from "../../stacks/config.ts";
import type * as outputs from "../../stacks/outputs.ts";
import type * as stacks from "../../stacks/platform.ts";
import { built, leaks, mockPulumi, native } from "../support/mocks.ts";

const { buildPlatform } = native("stacks/platform.ts") as typeof stacks;
const { outputsOf } = native("stacks/outputs.ts") as typeof outputs;

/** A stack of a platform alone, with this HDFS, HBase and data API. */
function build(hdfs: object, hbase?: object, dataApi?: object, more: object = {}) {
  const values = {
    ...{ runpod: "emulated", kubernetes: "local", kubeconfig: "/k", imageRegistry: "localhost:25000", jobs: [] },
    ...{ zookeeper: {}, hdfs: { dataNodes: 2, dataNodeGiB: 1, ...hdfs } },
    ...(hbase === undefined ? {} : { hbase: { regionServers: 2, ...hbase } }),
    ...(dataApi === undefined ? {} : { dataApi }),
    ...more,
  };
  const texts = Object.entries(values).map(([key, value]) => [
    `trainyard:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return buildPlatform(parseConfig(Object.fromEntries(texts) as Record<string, string>));
}

const dynamic = async (type: string) => {
  const parts = (await built()).filter((part) => part.type.endsWith(`:${type}`));
  return parts.map(({ name, inputs }) => ({ name, inputs: inputs as Readonly<Record<string, unknown>> }));
};

beforeEach(() => mockPulumi());

describe("the data of a stack", () => {
  it("is folders with their quotas, and an expiry of ninety days for those that say nothing", async () => {
    build({
      expiry: [{ path: "/logs", days: 7 }],
      directories: [
        { path: "/landing/khmer", owner: "etl", spaceQuotaGiB: 3, retentionDays: 90 },
        { path: "/landing" },
        { path: "/models", retentionDays: null },
      ],
    });
    const folders = await dynamic("HdfsDirectory");
    expect(folders.map(({ name, inputs }) => [name, inputs["path"], inputs["owner"]])).toEqual([
      ["lake/landing", "/landing", null],
      ["lake/landing/khmer", "/landing/khmer", "etl"],
      ["lake/models", "/models", null],
    ]);
    const [job] = (await built()).filter(({ name }) => name === "lake-expiry");
    const asked = [...JSON.stringify(job?.inputs).matchAll(/\{\\"path\\":\\"(.*?)\\",\\"days\\":(\d+)\}/g)];
    expect(asked.map(([, path, days]) => [path, days])).toEqual([
      ["/logs", "7"],
      ["/landing/khmer", "90"],
      ["/landing", "90"],
    ]);
  });

  it("is tables with the time to live of their days", async () => {
    build({}, { tables: [{ name: "shop:orders", families: [{ name: "d" }], retentionDays: 7, splits: ["m"] }] });
    const [table] = await dynamic("HBaseTable");
    expect(table).toMatchObject({
      name: "tables/shop:orders",
      inputs: {
        name: "shop:orders",
        splits: ["m"],
        families: [{ name: "d", ttlSeconds: 604_800 }],
        allowDataLoss: false,
      },
    });
  });

  it("is nothing that nobody asked for", async () => {
    build({}, {});
    expect(await dynamic("HdfsDirectory")).toEqual([]);
    expect(await dynamic("HBaseTable")).toEqual([]);
    expect((await built()).map(({ name }) => name)).not.toContain("lake-expiry");
  });

  it.each<[object, object, string]>([
    [
      { directories: [{ path: "/landing" }, { path: "/landing/kept", retentionDays: null }] },
      {},
      "hdfs.directories[1].retentionDays: lies in /landing, whose files go after 90 days, those of this folder too; " +
        "give /landing as many, or move one of them",
    ],
    [
      { expiry: [{ path: "/logs", days: 1 }], directories: [{ path: "/logs/kept" }] },
      {},
      "hdfs.directories[0].retentionDays: lies in /logs, whose files go after 1 days",
    ],
    [
      { expiry: [{ path: "/logs", days: 1 }], directories: [{ path: "/logs" }] },
      {},
      "hdfs.directories[0].path: is in hdfs.expiry too",
    ],
    [{ directories: [{ path: "/a" }, { path: "/a" }] }, {}, 'hdfs.directories[1].path: "/a" is taken'],
    [{ directories: [{ path: "a" }] }, {}, "hdfs.directories[0].path: must be a whole path, as /landing"],
    [
      {},
      {
        tables: [
          { name: "t", families: [{ name: "d" }] },
          { name: "t", families: [{ name: "d" }] },
        ],
      },
      'hbase.tables[1].name: "t" is taken',
    ],
    [
      {},
      { tables: [{ name: "t", families: [{ name: "d", compression: "LZ4" }] }] },
      'hbase.tables[0].families[0].compression: must be "NONE" or "GZ" or "SNAPPY", got "LZ4"',
    ],
  ])("refuses %j and %j", (hdfs, hbase, reason) => {
    expect(() => build(hdfs, hbase)).toThrow(reason);
  });

  it("is found by the stack's outputs, null where there is none", async () => {
    const { data } = outputsOf(build({}, {}));
    const seen = await new Promise((resolve) => data.apply(resolve));
    expect(seen).toEqual({
      hdfs: {
        defaultFs: "hdfs://lake-namenode-0.lake-namenode.yardtest-unit.svc.cluster.local:8020",
        discovery: "lake-discovery",
      },
      hbase: {
        quorum: "keeper-0.keeper.yardtest-unit.svc.cluster.local:2181",
        znodeParent: "/hbase-tables",
        discovery: "tables-discovery",
      },
      api: null,
    });
    await mockPulumi();
    const without = outputsOf(build({})).data;
    expect(await new Promise((resolve) => without.apply(resolve))).toMatchObject({ hbase: null, api: null });
  });

  it("is served over HTTP where a stack asks for it: outputs name its Secrets, and hold nothing of them", async () => {
    await mockPulumi("yardtest", "unit", false, { result: "SENTINEL", bcryptHash: "SENTINEL" });
    const users = [{ name: "alice", role: "admin" }];
    const platform = build({}, {}, { replicas: 2, users, tokens: [{ id: "loader", role: "writer" }] });
    const { data, services } = outputsOf(platform);
    const seen = await new Promise((resolve) => data.apply(({ api }) => resolve(api)));
    expect(seen).toEqual({
      url: "http://gateway.yardtest-unit.svc:8000",
      passwords: { alice: { name: "gateway-credentials", key: "password-alice" } },
      tokens: { loader: { name: "gateway-credentials", key: "token-loader" } },
    });
    const reached = await new Promise((resolve) => services.apply(resolve));
    expect(reached).toEqual({ dataApi: { controlUrl: "kube://yardtest-unit/gateway:8000" } });
    expect((await dynamic("Image")).map(({ name }) => name)).toContain("data-api");
    expect((await dynamic("Deployment")).map(({ name }) => name)).toContain("gateway-server");
  });

  const limits = { maxUsd: 1, maxUsdPerHour: 1, maxDurationMinutes: 5, candidates: [{ gpu: "g", cloud: "SECURE" }] };
  const training = {
    jobs: [{ name: "smoke", recipe: "smoke-scratch", ...limits }],
    ...{ corpusId: "c1", corpusDir: "/corpus", trainerImage: "trainer:dev" },
  };

  it("keeps the corpus that jobs train on, by a token of its own, and hands them its snapshot", async () => {
    const kept = { snapshotId: "s1", dir: "/home/snapshots/s1" };
    await mockPulumi("yardtest", "unit", false, { result: "SENTINEL", bcryptHash: "SENTINEL", ...kept });
    build({}, {}, {}, training);
    const [corpus] = await dynamic("CorpusSnapshot");
    expect(corpus).toMatchObject({
      name: "khmer",
      inputs: { path: "/corpora/khmer", corpusId: "c1", corpusDir: "/corpus" },
    });
    expect(corpus?.inputs["controlUrl"]).toBe("kube://yardtest-unit/gateway:8000");
    expect(leaks(corpus?.inputs, "SENTINEL")).toEqual([]);
    const [job] = await dynamic("TrainingJob");
    expect(job?.inputs["data"]).toEqual({ id: "c1", path: "/home/snapshots/s1", snapshot: "s1" });
  });

  it("keeps no corpus, and has no token for one, where nothing trains on it", async () => {
    const platform = build({}, {}, {});
    expect(await dynamic("CorpusSnapshot")).toEqual([]);
    expect(Object.keys(platform.ground?.gateway?.link.tokens ?? {})).toEqual([]);
  });

  it("is not served without tables, or to somebody whose role nobody knows", () => {
    expect(() => build({}, undefined, {})).toThrow("dataApi: serves files of HDFS and tables of HBase");
    const users = [{ name: "alice", role: "owner" }];
    expect(() => build({}, {}, { users })).toThrow(
      'dataApi.users[0].role: must be "reader" or "writer" or "admin", got "owner"',
    );
  });
});
