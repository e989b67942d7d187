import { afterAll, beforeAll, expect, it } from "vitest";
import { HdfsDrill } from "../../support/hdfs-drill.ts";

let drill: HdfsDrill;

const program = (dataNodes: number): Promise<void> =>
  drill.program(`
    new Hdfs("lake", {
      namespace, image, dataNodes: ${dataNodes}, replication: 2, nameNodeGiB: 1, dataNodeGiB: 1,
      nameNodeHeapMiB: 192, dataNodeHeapMiB: 128, backup: false,
    }, inside);
  `);

/** When each pod was started, by name. */
async function starts(): Promise<Readonly<Record<string, string>>> {
  const { items } = await drill.bench.core.listNamespacedPod({ namespace: drill.namespace });
  return Object.fromEntries(items.map(({ metadata }) => [metadata?.name ?? "", metadata?.uid ?? ""]));
}

beforeAll(async () => {
  drill = await HdfsDrill.open("scale-in-data-test");
  await program(2);
  await drill.bed.up();
}, 1_500_000);
afterAll(() => drill.close());

it("1. refuses in preview to go below the replication, with the reason", { timeout: 300_000 }, async () => {
  await program(1);
  // The component's own rule speaks first; the resource's is asked with a replication that the arguments allow.
  const refused = await drill.bed.run(["preview"]);
  expect(refused.stdout + refused.stderr).toContain("replication: must be at most dataNodes (1), got 2");
});

it("2. adds a node and touches no other", { timeout: 600_000 }, async () => {
  const before = await starts();
  await program(3);
  await drill.bed.up();
  const after = await starts();
  expect(after).toMatchObject(before);
  expect(Object.keys(after)).toHaveLength(Object.keys(before).length + 1);
});

it(
  "3. drains before it removes a node: every byte is read back, nothing else restarts",
  { timeout: 900_000 },
  async () => {
    const written = await drill.admin("write", { path: "/kept", bytes: 20_000_000, seed: 5 });
    const before = await starts();
    await program(2);
    const began = Date.now();
    const { stdout } = await drill.bed.up();
    console.log(`scale-in took ${Math.round((Date.now() - began) / 1000)} s`);
    console.log(
      stdout
        .split("\n")
        .filter((line) => line.includes("data nodes of"))
        .join("\n"),
    );
    const { "lake-datanode-2": _gone, ...rest } = before;
    expect(await starts()).toEqual(rest);
    expect(await drill.admin("read", { path: "/kept" })).toMatchObject({ sha256: written["sha256"] });
    const claims = await drill.bench.core.listNamespacedPersistentVolumeClaim({ namespace: drill.namespace });
    expect(claims.items.map(({ metadata }) => metadata?.name)).not.toContain("data-lake-datanode-2");
    await drill.bed.up(["--expect-no-changes"]);
  },
);
