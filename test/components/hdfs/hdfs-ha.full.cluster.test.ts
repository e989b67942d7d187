import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../../support/cluster.ts";
import type { HdfsDrill } from "../../support/hdfs-drill.ts";
import { HighAvailabilityDrill, nameNodes, twoNameNodes } from "./high-availability.ts";

let ha: HighAvailabilityDrill;
let drill: HdfsDrill;
beforeAll(async () => {
  ha = await HighAvailabilityDrill.open("hdfs-ha-test");
  drill = ha.hdfs;
}, 1_500_000);
afterAll(() => drill.close());

it("1. stands with one active NameNode and every journal in use", { timeout: 900_000 }, () => ha.stand());

it("2. keeps every acknowledged write when the active NameNode is killed", { timeout: 600_000 }, async () => {
  const active = await ha.activeNameNode();
  const stall = await ha.writeDuring(120, "active NameNode killed", async () => {
    await drill.replacePod(active);
  });
  // Its lock lives on for a session of ZooKeeper, as long as a pod takes to come again: then both may take it.
  expect(nameNodes).toContain(await ha.activeNameNode());
  expect(stall).toBeLessThan(30);
});

it("3. hands over from the active NameNode when it is evicted", { timeout: 600_000 }, async () => {
  const active = await ha.activeNameNode();
  const stall = await ha.writeDuring(120, "active NameNode evicted", async () => {
    await drill.replacePod(active, "evict");
  });
  expect(await ha.activeNameNode()).not.toBe(active);
  expect(stall).toBeLessThan(30);
});

it.each([
  ["JournalNode", "lake-journalnode-1"],
  ["DataNode", "lake-datanode-0"],
  ["ZooKeeper server", "keeper-1"],
])("4. keeps every acknowledged write when a %s is killed", { timeout: 600_000 }, async (kind, pod) => {
  await ha.writeDuring(60, `${kind} killed`, () => drill.replacePod(pod));
});

it("5. begins again where both NameNodes, all journals and ZooKeeper are killed", { timeout: 900_000 }, async () => {
  const { sha256 } = await drill.admin("write", { path: "/kept", bytes: 1_000_000, seed: 3 });
  const all = [...nameNodes, ...[0, 1, 2].flatMap((ordinal) => [`lake-journalnode-${ordinal}`, `keeper-${ordinal}`])];
  await Promise.all(all.map((pod) => drill.replacePod(pod)));
  await until("one NameNode is active", async () => (await ha.activeNameNode()) !== "", 240);
  await until("safe mode is over", async () => (await drill.admin("safemode"))["on"] === false, 240);
  expect(await drill.admin("read", { path: "/kept" })).toMatchObject({ sha256 });
});

it("6. brings back a standby whose volume was lost, by a copy of the other's image", { timeout: 600_000 }, async () => {
  const active = await ha.activeNameNode();
  const standby = nameNodes.find((pod) => pod !== active) ?? "";
  await drill.loseVolume(standby);
  expect(await drill.logs(standby, "bootstrap")).toContain("bootstrap: copying the image of");
});

it("7. copies the name space of the active NameNode", { timeout: 300_000 }, async () => {
  await drill.kubectl.run(["-n", drill.namespace, "create", "job", "copy-1", "--from=cronjob/lake-backup"]);
  expect(await drill.kubectl.waitForJob(drill.namespace, "copy-1")).toMatch(/wrote \/backups\/\d{8}T\d{6}Z: \d+ KiB/);
});

it("8. refuses in preview what is chosen once: servers of ZooKeeper, one NameNode", { timeout: 300_000 }, async () => {
  await ha.program(1, twoNameNodes);
  const fewer = await drill.bed.run(["preview"]);
  expect(fewer.exitCode).not.toBe(0);
  expect(fewer.stdout + fewer.stderr).toContain(
    'ZooKeeper "keeper": servers is chosen once, and cannot go from 3 to 1',
  );
  await ha.program(3, "");
  const single = await drill.bed.run(["preview"]);
  expect(single.exitCode).not.toBe(0);
  expect(single.stdout + single.stderr).toContain(
    'Hdfs "lake": highAvailability is chosen once, and cannot go from true to false',
  );
});
