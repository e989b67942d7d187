import { afterAll, beforeAll, expect, it } from "vitest";
import { HdfsDrill } from "../../support/hdfs-drill.ts";

let drill: HdfsDrill;
let written: unknown;

/** The namespace of the bed's stack. */
const namespace = "plugins-test";
const config = (dataNodes: number, replication = 2) => ({
  hdfs: {
    ...{ dataNodes, replication, nameNodeGiB: 1, dataNodeGiB: 1, nameNodeHeapMiB: 192, dataNodeHeapMiB: 128 },
    ...{ backupDays: 1, expiry: [{ path: "/landing", days: 90 }] },
  },
});

beforeAll(async () => {
  drill = await HdfsDrill.open(namespace);
}, 1_500_000);
afterAll(() => drill.close());

/** The file as it was written, from whatever DataNode has it. */
async function intact(): Promise<void> {
  const { sha256, bytes } = await drill.admin("read", { path: "/landing/one" });
  expect({ sha256, bytes }).toEqual({ sha256: written, bytes: 5_000_000 });
}

it("1. stands after one update, in a namespace that enforces restricted", { timeout: 600_000 }, async () => {
  await drill.stack(config(2));
  await drill.bed.up();
  expect(await drill.admin("safemode")).toEqual({ on: false });
});

it("2. keeps a file and says what a folder is", async () => {
  const folder = { path: "/landing", mode: "0750", nameQuota: 100, snapshotsAllowed: true };
  expect(await drill.admin("mkdir", folder)).toMatchObject({ ...folder, type: "directory", created: true });
  expect(await drill.admin("mkdir", { ...folder, nameQuota: null })).toMatchObject({ nameQuota: null, created: false });
  written = (await drill.admin("write", { path: "/landing/one", bytes: 5_000_000, seed: 7 }))["sha256"];
  await intact();
  expect(await drill.admin("stat", { path: "/landing" })).toMatchObject({ spaceUsedBytes: 10_000_000 });
  await expect(drill.admin("stat", { path: "/nobody" })).rejects.toThrow();
});

it("3. changes nothing the second time, whoever writes the exclude list", { timeout: 240_000 }, async () => {
  const excluded = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "lake-exclude", namespace } };
  await drill.bench.apply({ ...excluded, data: { exclude: "\n" } });
  await drill.bed.ok(["refresh", "--yes", "--skip-preview"]);
  await drill.bed.up(["--expect-no-changes"]);
});

it("4. keeps the file when every pod is killed once", { timeout: 600_000 }, async () => {
  for (const pod of ["lake-datanode-0", "lake-datanode-1", "lake-namenode-0"]) {
    await drill.replacePod(pod);
    await intact();
  }
});

it("5. adds DataNodes and touches no other pod", { timeout: 300_000 }, async () => {
  const before = await drill.starts();
  await drill.stack(config(3));
  await drill.bed.up();
  const after = await drill.starts();
  expect(Object.keys(after).sort()).toEqual([...Object.keys(before), "lake-datanode-2"].sort());
  expect(after).toMatchObject(before);
  const { NumLiveDataNodes: live } = await drill.bean(
    "lake-namenode-0",
    9870,
    "Hadoop:service=NameNode,name=FSNamesystemState",
  );
  expect(live).toBe(3);
});

it("6. refuses in preview to keep more copies than it has nodes", { timeout: 120_000 }, async () => {
  await drill.stack(config(1));
  const { stdout, stderr } = await drill.bed.run(["preview"]);
  expect(stdout + stderr).toContain("replication: must be at most dataNodes (1), got 2");
});

it(
  "7. drains a DataNode before it goes: every byte is read back, no other pod restarts",
  { timeout: 900_000 },
  async () => {
    const kept = await drill.admin("write", { path: "/kept", bytes: 20_000_000, seed: 5 });
    const { "lake-datanode-2": _gone, ...rest } = await drill.starts();
    await drill.stack(config(2));
    await drill.bed.up();
    expect(await drill.starts()).toEqual(rest);
    expect(await drill.admin("read", { path: "/kept" })).toMatchObject({ sha256: kept["sha256"] });
    await intact();
    const { items } = await drill.bench.core.listNamespacedPersistentVolumeClaim({ namespace });
    expect(items.map(({ metadata }) => metadata?.name)).not.toContain("data-lake-datanode-2");
    await drill.bed.up(["--expect-no-changes"]);
  },
);

it(
  "8. refuses one node for files with two copies, with the reason, and touches nothing",
  { timeout: 300_000 },
  async () => {
    // The arguments allow it; the files there are were written with two.
    await drill.stack(config(1, 1));
    const before = await drill.starts();
    for (const command of [["preview"], ["up", "--yes", "--skip-preview", "--suppress-outputs"]]) {
      const refused = await drill.bed.run(command);
      expect(refused.exitCode).not.toBe(0);
      expect(refused.stdout + refused.stderr).toContain(
        "from 2 to 1: replication is 2, and 1 of 2 data nodes would remain",
      );
    }
    expect(await drill.starts()).toEqual(before);
  },
);

it("9. copies the name space, and makes an image of the edits by it", { timeout: 300_000 }, async () => {
  await drill.kubectl.run(["-n", namespace, "create", "job", "copy-1", "--from=cronjob/lake-backup"]);
  expect(await drill.kubectl.waitForJob(namespace, "copy-1")).toMatch(/wrote \/backups\/\d{8}T\d{6}Z: \d+ KiB/);
});

it("10. removes files that nobody has written for long, and leaves their folders", async () => {
  const ask = { path: "/landing", days: 90 };
  expect(await drill.admin("expire", ask)).toEqual({ files: 0, bytes: 0 });
  const later = { ...ask, nowMillis: Date.now() + 91 * 86_400_000 };
  expect(await drill.admin("expire", later)).toEqual({ files: 1, bytes: 5_000_000 });
  expect(await drill.admin("list", { path: "/landing" })).toEqual({ entries: [] });
});
