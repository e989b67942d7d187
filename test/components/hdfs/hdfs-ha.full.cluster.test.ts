import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../support/cluster.ts";
import { HdfsDrill, type Told } from "../../support/hdfs-drill.ts";
import { leavingOnRecord } from "../../support/scale-in-record.ts";

const twoNameNodes = "highAvailability: true, zookeeper,";
const nameNodes = ["lake-namenode-0", "lake-namenode-1"];
let drill: HdfsDrill;

const program = (servers: number, availability: string, more = "", dataNodes = 2): Promise<void> =>
  drill.program(`
    const zookeeper = new ZooKeeper("keeper", { namespace, image, servers: ${servers}, heapMiB: 64 }, inside).link;
    new Hdfs("lake", {
      namespace, image, ${availability} dataNodes: ${dataNodes}, replication: 2, nameNodeGiB: 1, dataNodeGiB: 1,
      nameNodeHeapMiB: 192, dataNodeHeapMiB: 128, backup: {},
    }, { ...inside${more} });
  `);

beforeAll(async () => {
  drill = await HdfsDrill.open("hdfs-ha-test");
  await program(3, twoNameNodes);
}, 1_500_000);
afterAll(() => drill.close());

/** Which of the two is active; throws where that is not exactly one. */
async function activeNameNode(): Promise<string> {
  const bean = "Hadoop:service=NameNode,name=NameNodeStatus";
  const states = await Promise.all(
    nameNodes.map((pod) => drill.bean(pod, 9870, bean).catch((): Told => ({ State: "away" }))),
  );
  const active = nameNodes.filter((_, index) => states[index]?.["State"] === "active");
  if (active.length !== 1) throw new Error(`active: ${active.join(", ")}`);
  return active[0] ?? "";
}

/** A writer of acknowledged lines for a while, and what is done meanwhile: afterwards every line is there. */
async function writeDuring(seconds: number, what: string, disturb: () => Promise<void>): Promise<number> {
  const path = `/runs/${what.replace(/ /g, "-")}`;
  const run = drill.admin("append-run", { path, seconds });
  const disturbed = async () => {
    await until("the writer has its file", async () => (await drill.admin("stat", { path }))["type"] === "file");
    await disturb();
  };
  const [told] = await Promise.all([run, disturbed()]);
  const { lines, longestStallSeconds } = told as { lines: number; longestStallSeconds: number };
  expect(lines).toBeGreaterThan(0);
  expect(await drill.admin("read", { path })).toMatchObject({ lines });
  console.log(`${what}: ${lines} lines acknowledged and read back, longest stall ${longestStallSeconds.toFixed(1)} s`);
  return longestStallSeconds;
}

it("1. stands with one active NameNode and every journal in use", { timeout: 900_000 }, async () => {
  await drill.bed.up();
  await until("one NameNode is active", async () => (await activeNameNode()) !== "");
  expect(await drill.admin("safemode")).toEqual({ on: false });
  await drill.bed.up(["--expect-no-changes"]);
});

it("2. keeps every acknowledged write when the active NameNode is killed", { timeout: 600_000 }, async () => {
  const active = await activeNameNode();
  const stall = await writeDuring(120, "active NameNode killed", async () => {
    await drill.replacePod(active);
  });
  // Its lock lives on for a session of ZooKeeper, as long as a pod takes to come again: then both may take it.
  expect(nameNodes).toContain(await activeNameNode());
  expect(stall).toBeLessThan(30);
});

it("3. hands over from the active NameNode when it is evicted", { timeout: 600_000 }, async () => {
  const active = await activeNameNode();
  const stall = await writeDuring(120, "active NameNode evicted", async () => {
    await drill.replacePod(active, "evict");
  });
  expect(await activeNameNode()).not.toBe(active);
  expect(stall).toBeLessThan(30);
});

it.each([
  ["JournalNode", "lake-journalnode-1"],
  ["DataNode", "lake-datanode-0"],
  ["ZooKeeper server", "keeper-1"],
])("4. keeps every acknowledged write when a %s is killed", { timeout: 600_000 }, async (kind, pod) => {
  await writeDuring(60, `${kind} killed`, () => drill.replacePod(pod));
});

it("5. begins again where both NameNodes, all journals and ZooKeeper are killed", { timeout: 900_000 }, async () => {
  const { sha256 } = await drill.admin("write", { path: "/kept", bytes: 1_000_000, seed: 3 });
  const all = [...nameNodes, ...[0, 1, 2].flatMap((ordinal) => [`lake-journalnode-${ordinal}`, `keeper-${ordinal}`])];
  await Promise.all(all.map((pod) => drill.replacePod(pod)));
  await until("one NameNode is active", async () => (await activeNameNode()) !== "", 240);
  await until("safe mode is over", async () => (await drill.admin("safemode"))["on"] === false, 240);
  expect(await drill.admin("read", { path: "/kept" })).toMatchObject({ sha256 });
});

it("6. brings back a standby whose volume was lost, by a copy of the other's image", { timeout: 600_000 }, async () => {
  const active = await activeNameNode();
  const standby = nameNodes.find((pod) => pod !== active) ?? "";
  await drill.loseVolume(standby);
  expect(await drill.logs(standby, "bootstrap")).toContain("bootstrap: copying the image of");
});

it("7. copies the name space of the active NameNode", { timeout: 300_000 }, async () => {
  await drill.kubectl.run(["-n", drill.namespace, "create", "job", "copy-1", "--from=cronjob/lake-backup"]);
  expect(await drill.kubectl.waitForJob(drill.namespace, "copy-1")).toMatch(/wrote \/backups\/\d{8}T\d{6}Z: \d+ KiB/);
});

/** Restarts every pod of a set, one at a time, as a new image does. */
async function roll(set: string): Promise<void> {
  await drill.kubectl.run(["-n", drill.namespace, "rollout", "restart", `statefulset/${set}`]);
  await drill.kubectl.waitForRollout(drill.namespace, `statefulset/${set}`, 900);
}

it("8. hands over before each NameNode stops while they are rolled", { timeout: 1_200_000 }, async () => {
  const stall = await writeDuring(240, "NameNodes rolled", () => roll("lake-namenode"));
  expect(stall).toBeLessThan(30);
});

it("9. has each DataNode back before HDFS declares it dead while they are rolled", { timeout: 1_200_000 }, async () => {
  const { sha256 } = await drill.admin("write", { path: "/rolled", bytes: 1_000_000, seed: 4 });
  const dead: unknown[] = [];
  const watch = setInterval(() => {
    for (const pod of nameNodes)
      drill.bean(pod, 9870, "Hadoop:service=NameNode,name=FSNamesystemState").then(
        (told) => dead.push(told["NumDeadDataNodes"]),
        () => undefined,
      );
  }, 2000);
  await roll("lake-datanode").finally(() => clearInterval(watch));
  expect(dead.length).toBeGreaterThan(0);
  expect(new Set(dead)).toEqual(new Set([0]));
  expect(await drill.admin("read", { path: "/rolled" })).toMatchObject({ sha256 });
});

it(
  "10. keeps its volumes where a provider deletes and makes every ConfigMap that changes",
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
    await program(3, twoNameNodes, `, transformations: [${changed}]`);
    const { stdout } = await drill.bed.up();
    expect(stdout).toMatch(/ConfigMap lake-config replaced/);
    expect(await sets()).toEqual(before);
  },
);

it("11. refuses in preview what is chosen once: servers of ZooKeeper, one NameNode", { timeout: 300_000 }, async () => {
  await program(1, twoNameNodes);
  const fewer = await drill.bed.run(["preview"]);
  expect(fewer.exitCode).not.toBe(0);
  expect(fewer.stdout + fewer.stderr).toContain(
    'ZooKeeper "keeper": servers is chosen once, and cannot go from 3 to 1',
  );
  await program(3, "");
  const single = await drill.bed.run(["preview"]);
  expect(single.exitCode).not.toBe(0);
  expect(single.stdout + single.stderr).toContain(
    'Hdfs "lake": highAvailability is chosen once, and cannot go from true to false',
  );
});

it(
  "12. goes on with a file that is open all the time while three DataNodes are rolled",
  { timeout: 1_200_000 },
  async () => {
    await program(3, twoNameNodes, "", 3);
    await drill.bed.up();
    await until("three nodes are in service", async () => {
      const told = await Promise.all(nameNodes.map((pod) => drill.nameSystem(pod)));
      return told.every((one) => one["NumInServiceLiveDataNodes"] === 3);
    });
    let rolledAt = Infinity;
    const stall = await writeDuring(120, "three DataNodes rolled", async () => {
      await roll("lake-datanode");
      rolledAt = Date.now();
    });
    expect(rolledAt).toBeLessThan(Date.now() - 10_000); // it wrote on after the last one
    expect(stall).toBeLessThan(60);
  },
);

it(
  "13. drains a data node of which both NameNodes know, while the one that was active is killed",
  { timeout: 2_400_000 },
  async () => {
    for (const n of [1, 2, 3]) await drill.admin("write", { path: `/drained/${n}`, bytes: 5_000_000, seed: n });
    const before = await drill.starts();
    await program(3, twoNameNodes, "", 2);
    const draining = drill.bed.up();
    draining.catch(() => undefined); // awaited below
    await until("the drain is under way", () => leavingOnRecord(drill, "lake-datanode"), 120);
    const active = await activeNameNode();
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
    const counts = await drill.nameSystem(await activeNameNode());
    expect([counts["UnderReplicatedBlocks"], counts["MissingBlocks"]]).toEqual([0, 0]);
    await drill.bed.up(["--expect-no-changes"]);
  },
);

it("14. starts a NameNode again while one of three journals is away", { timeout: 900_000 }, async () => {
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

it("15. goes on with its NameNodes while JournalNodes are rolled", { timeout: 1_200_000 }, async () => {
  const before = await nameNodeStarts();
  const stall = await writeDuring(540, "JournalNodes rolled", () => roll("lake-journalnode"));
  expect(await nameNodeStarts()).toEqual(before);
  expect(stall).toBeLessThan(30);
});
