import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../support/cluster.ts";
import type { HdfsDrill } from "../../support/hdfs-drill.ts";
import { leavingOnRecord } from "../../support/scale-in-record.ts";
import { HighAvailabilityDrill, nameNodes, twoNameNodes } from "./high-availability.ts";

let ha: HighAvailabilityDrill;
let drill: HdfsDrill;
beforeAll(async () => {
  ha = await HighAvailabilityDrill.open("hdfs-ha-rolled-test");
  drill = ha.hdfs;
}, 1_500_000);
afterAll(() => drill.close());

it("1. stands with one active NameNode and every journal in use", { timeout: 900_000 }, () => ha.stand());

it("2. hands over before each NameNode stops while they are rolled", { timeout: 1_200_000 }, async () => {
  const stall = await ha.writeDuring(240, "NameNodes rolled", () => ha.roll("lake-namenode"));
  expect(stall).toBeLessThan(30);
});

it("3. has each DataNode back before HDFS declares it dead while they are rolled", { timeout: 1_200_000 }, async () => {
  const { sha256 } = await drill.admin("write", { path: "/rolled", bytes: 1_000_000, seed: 4 });
  const dead: unknown[] = [];
  const watch = setInterval(() => {
    for (const pod of nameNodes)
      drill.bean(pod, 9870, "Hadoop:service=NameNode,name=FSNamesystemState").then(
        (told) => dead.push(told["NumDeadDataNodes"]),
        () => undefined,
      );
  }, 2000);
  await ha.roll("lake-datanode").finally(() => clearInterval(watch));
  expect(dead.length).toBeGreaterThan(0);
  expect(new Set(dead)).toEqual(new Set([0]));
  expect(await drill.admin("read", { path: "/rolled" })).toMatchObject({ sha256 });
});

it(
  "4. keeps its volumes where a provider deletes and makes every ConfigMap that changes",
  { timeout: 300_000 },
  async () => {
    const sets = async () => {
      const { items } = await drill.kubectl.get<{ items: readonly { metadata: { name: string; uid: string } }[] }>(
        drill.namespace,
        "statefulsets",
      );
      return items.map(({ metadata: { name, uid } }) => [name, uid]);
    };
    const before = await sets();
    const asSuchAProvider = '{ replaceOnChanges: ["data"], deleteBeforeReplace: true }';
    const changed = `({ name, props, opts }) => /^lake-(config|scripts)$/.test(name)
      ? { opts: { ...opts, ...${asSuchAProvider} }, props: { ...props, data: { ...props.data, more: "more" } } }
      : undefined`;
    await ha.program(3, twoNameNodes, `, transformations: [${changed}]`);
    const { stdout } = await drill.bed.up();
    expect(stdout).toMatch(/ConfigMap lake-config replaced/);
    expect(await sets()).toEqual(before);
  },
);

it(
  "5. goes on with a file that is open all the time while three DataNodes are rolled",
  { timeout: 1_200_000 },
  async () => {
    await ha.program(3, twoNameNodes, "", 3);
    await drill.bed.up();
    await until("three nodes are in service", async () => {
      const told = await Promise.all(nameNodes.map((pod) => drill.nameSystem(pod)));
      return told.every((one) => one["NumInServiceLiveDataNodes"] === 3);
    });
    let rolledAt = Infinity;
    const stall = await ha.writeDuring(120, "three DataNodes rolled", async () => {
      await ha.roll("lake-datanode");
      rolledAt = Date.now();
    });
    expect(rolledAt).toBeLessThan(Date.now() - 10_000); // it wrote on after the last one
    expect(stall).toBeLessThan(60);
  },
);

it(
  "6. drains a data node of which both NameNodes know, while the one that was active is killed",
  { timeout: 2_400_000 },
  async () => {
    for (const n of [1, 2, 3]) await drill.admin("write", { path: `/drained/${n}`, bytes: 5_000_000, seed: n });
    const before = await drill.starts();
    await ha.program(3, twoNameNodes, "", 2);
    const draining = drill.bed.up();
    draining.catch(() => undefined); // awaited below
    await until("the drain is under way", () => leavingOnRecord(drill, "lake-datanode"), 120);
    const active = await ha.activeNameNode();
    await drill.replacePod(active);
    const { output } = await draining;
    expect(output).toContain("lake-datanode-2 may go: drained");
    const { "lake-datanode-2": gone, [active]: killed, ...stayed } = before;
    expect([typeof gone, typeof killed]).toEqual(["string", "string"]);
    const after = await drill.starts();
    expect(after).toMatchObject(stayed);
    expect(Object.keys(after)).not.toContain("lake-datanode-2");
    for (const n of [1, 2, 3])
      expect(await drill.admin("read", { path: `/drained/${n}` })).toMatchObject({ bytes: 5_000_000 });
    const counts = await drill.nameSystem(await ha.activeNameNode());
    expect([counts["UnderReplicatedBlocks"], counts["MissingBlocks"]]).toEqual([0, 0]);
    await drill.bed.up(["--expect-no-changes"]);
  },
);

it("7. starts a NameNode again while one of three journals is away", { timeout: 900_000 }, async () => {
  const journals = (replicas: number) =>
    drill.kubectl.run(["-n", drill.namespace, "scale", "statefulset", "lake-journalnode", `--replicas=${replicas}`]);
  await journals(2);
  await drill.replacePod("lake-namenode-0");
  expect(await drill.logs("lake-namenode-0", "bootstrap")).toContain("going on with 2 of 3 journals");
  await journals(3);
  await drill.untilReady("lake-journalnode-2");
});

/** Starts of the NameNodes' own processes in their pods. */
async function nameNodeStarts(): Promise<readonly string[]> {
  const { items } = await drill.bench.core.listNamespacedPod({ namespace: drill.namespace });
  return items.flatMap(({ metadata, status }) =>
    (status?.containerStatuses ?? [])
      .filter(({ name }) => name === "namenode")
      .map(({ restartCount }) => `${metadata?.name ?? ""} ${metadata?.uid ?? ""}: ${restartCount}`),
  );
}

it("8. goes on with its NameNodes while JournalNodes are rolled", { timeout: 1_200_000 }, async () => {
  const before = await nameNodeStarts();
  const stall = await ha.writeDuring(540, "JournalNodes rolled", () => ha.roll("lake-journalnode"));
  expect(await nameNodeStarts()).toEqual(before);
  expect(stall).toBeLessThan(30);
});
