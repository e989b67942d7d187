import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../support/cluster.ts";
import type { SteadyReport } from "../../support/steady-files.ts";
import { observedEdges } from "../../support/observed-edges.ts";
import { ReplicasDrill } from "../../support/replicas-drill.ts";

/** A large file is in HDFS alone, a small one in HBase; what is known of either is in HBase. */
const large = 12_000_000;
/** Longer than HBase misses a server, and than the service asks it for. */
const patienceMillis = 60_000;
let drill: ReplicasDrill;

beforeAll(async () => {
  drill = await ReplicasDrill.open("api-component-full");
  await drill.program(2);
  await drill.hbase.hdfs.bed.up();
  await until("both stores are reached", () => drill.isWell(), 180);
}, 1_500_000);
afterAll(() => drill.close());

/** What a client found while something was killed and came back. */
async function during(kill: () => Promise<void>, callers: number, bytes?: number): Promise<SteadyReport> {
  const stop = await drill.steady(callers, bytes);
  await kill();
  await until("all is well again", () => drill.isWell(), 180);
  const report = await stop();
  const { calls, slowestMillis, refused, failed } = report;
  console.log(
    `${calls} calls, slowest ${slowestMillis} ms, ${refused.length} refused, ${failed.length} failed`,
    failed.slice(0, 3),
  );
  return report;
}

it("1. refuses nobody while pods are evicted one after the other", { timeout: 700_000 }, async () => {
  const stop = await drill.steady(2);
  const before = await drill.pods();
  for (const name of before) {
    await drill.evict(name);
    const replaced = async () => {
      const pods = await drill.pods();
      return pods.length === 2 && !pods.includes(name);
    };
    await until(`another pod serves in place of ${name}`, replaced, 300);
  }
  const { calls, ...rest } = await stop();
  console.log(`${calls} calls, the slowest took ${rest.slowestMillis} ms`);
  expect(rest).toMatchObject({ refused: [], failed: [], wrong: [] });
  expect(calls).toBeGreaterThan(100);
  const now = await drill.pods();
  expect(now.filter((name) => before.includes(name))).toEqual([]);
});

it(
  "2. loses nothing that was acknowledged when a pod is killed: only its own connections break",
  { timeout: 400_000 },
  async () => {
    const [victim = ""] = await drill.pods();
    const report = await during(async () => {
      await drill.hbase.hdfs.kill(victim);
      await until("another pod serves in its place", async () => (await drill.pods()).length === 2, 300);
    }, 2);
    expect(report).toMatchObject({ wrong: [], refused: [] });
    const broken = /socket hang up|ECONNRESET|ECONNREFUSED|EHOSTUNREACH|EPIPE/;
    expect(report.failed.filter((one) => !broken.test(one))).toEqual([]);
    expect(report.calls).toBeGreaterThan(100);
  },
);

it(
  "3. answers no wrong thing while a RegionServer dies and others take its regions",
  { timeout: 600_000 },
  async () => {
    const report = await during(async () => {
      await drill.hbase.hdfs.replacePod("herd-regionserver-0");
      await until(
        "it serves, and every region is somewhere",
        async () => {
          const status = await drill.hbase.status();
          return status.servers.length === 2 && status.regionsInTransition === 0;
        },
        240,
      );
    }, 2);
    expect(report).toMatchObject({ wrong: [], failed: [] });
    expect(report.slowestMillis).toBeLessThan(patienceMillis);
  },
);

it("4. answers no wrong thing while a DataNode dies", { timeout: 600_000 }, async () => {
  const report = await during(() => drill.hbase.hdfs.replacePod("lake-datanode-0"), 1, large);
  expect(report).toMatchObject({ wrong: [], failed: [] });
  expect(report.slowestMillis).toBeLessThan(patienceMillis);
  expect(report.calls).toBeGreaterThan(4);
});

it("5. takes a new token and refuses the old one, in the pods that stand", { timeout: 400_000 }, async () => {
  const who = async (token: string) =>
    (await drill.call("GET", "/v1/sessions/current", { authorization: `Bearer ${token}` })).status;
  const [before, pods] = [await drill.credential("token-loader"), await drill.hbase.hdfs.starts()];
  expect(await who(before)).toBe(200);
  await drill.program(2, `tokens: [{ id: "loader", role: "writer", rotation: 2 }],`);
  await drill.hbase.hdfs.bed.up();
  const after = await drill.credential("token-loader");
  await until(
    "the new one is known to both pods",
    async () => {
      const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => who(after)));
      return answers.every((status) => status === 200);
    },
    180,
  );
  expect([await who(before), after === before]).toEqual([401, false]);
  expect(await drill.hbase.hdfs.starts()).toEqual(pods);
});

it("6. uses no connection between pods that the policies would not open", { timeout: 200_000 }, async () => {
  const { kubectl, namespace } = drill.hbase.hdfs;
  const stop = await drill.steady(1);
  const seen = await observedEdges(kubectl, namespace);
  await stop();
  const ports = new Set(seen.filter(({ from }) => from.startsWith("desk-")).map(({ port }) => port));
  expect([8020, 2181, 16020].filter((port) => !ports.has(port))).toEqual([]);
  expect(seen.filter(({ opened }) => !opened)).toEqual([]);
});
