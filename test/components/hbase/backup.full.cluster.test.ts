import { afterAll, beforeAll, expect, it } from "vitest";
import { residentMemory } from "../../../cli/bench/resident-memory.ts";
import { HBaseDrill } from "../../support/hbase-drill.ts";
import type { Told } from "../../support/hdfs-drill.ts";
import { type JobChange, JobRunner } from "../../support/job-runner.ts";

const namespace = "ha-backup-test";
const orders = {
  name: "orders",
  families: [{ name: "d", ttlSeconds: 86_400, maxVersions: 3 }],
  splits: [Buffer.from("row-0000000500").toString("base64")],
};
const events = { name: "shop:events", families: [{ name: "e", ttlSeconds: null }] };
/** Heaps as they are unless told. */
const ordinary = { keeper: 128, nameNode: 256, dataNode: 256, regionServer: 512 };
let drill: HBaseDrill;
let jobs: JobRunner;
/** What each table held when it was copied. */
let before: Readonly<Record<string, Told>>;

beforeAll(async () => {
  drill = await HBaseDrill.open(namespace);
  jobs = new JobRunner(drill.hdfs.kubectl, namespace);
  await drill.program(2, "", ordinary);
  await drill.hdfs.bed.up();
}, 1_500_000);
afterAll(() => drill.close());

const sum = (table: string): Promise<Told> => drill.admin("checksum", { table });

/** Nothing of a backup, a drill or a restore is left in HBase. */
async function cleared(): Promise<void> {
  expect(await drill.admin("tables")).toEqual({ tables: ["orders", "shop:events"] });
  expect(await drill.admin("snapshots")).toEqual({ snapshots: [] });
}

/** The Job runs this in the shell, on the claim of the copies. */
const shell =
  (script: string): JobChange =>
  (job) => ({ ...job, args: ["bash", "-ec", script] });

/** The Job's program is ended by SIGKILL, with all that it started, as soon as it says this; from outside that would come too late. */
const killedAt =
  (said: string): JobChange =>
  (job) => {
    const script = `
      { setsid "$@" 2>&1 & echo "group $!"; wait; } | while IFS= read -r line; do
        case "$line" in "group "*) group=\${line#group };; *) echo "$line";; esac
        case "$line" in *"${said}"*) kill -9 -- "-$group";; esac
      done
      exit 9`;
    return { ...job, args: ["bash", "-c", script, "bash", ...job.args] };
  };

it("1. copies all tables to a claim outside of HDFS, and leaves nothing in HBase", { timeout: 1_500_000 }, async () => {
  await drill.admin("table-create", orders);
  await drill.admin("table-create", events);
  await drill.admin("put-rows", { table: "orders", family: "d", count: 1000 });
  await drill.admin("put-rows", { table: "orders", family: "d", from: 400, count: 200 });
  await drill.admin("put-rows", { table: "shop:events", family: "e", count: 10_000, valueBytes: 1000 });
  before = { orders: await sum("orders"), "shop:events": await sum("shop:events") };
  const { answer } = await jobs.succeeds("backup-1", "herd-backup");
  const copied = answer as { readonly tables: readonly Told[] };
  expect(copied.tables).toMatchObject([
    { table: "orders", ...before["orders"] },
    { table: "shop:events", ...before["shop:events"] },
  ]);
  expect(before).toMatchObject({ orders: { rows: 1000, cells: 1200 }, "shop:events": { rows: 10_000 } });
  await cleared();
});

it("2. shows by a drill that the copy would bring every table back", { timeout: 1_200_000 }, async () => {
  const { answer } = await jobs.succeeds("drill-1", "herd-drill");
  expect(answer).toMatchObject({ tables: [{ table: "orders" }, { table: "shop:events", rows: 10_000 }] });
  await cleared();
});

it("3. fails a drill loudly where one byte of the copy is another one", { timeout: 1_200_000 }, async () => {
  const flip = `
    file=$(ls -d /backups/2*Z | tail -n 1)/default.orders/rows.seq
    at=$(($(stat -c %s "$file") / 2))
    old=$(od -An -tu1 -j "$at" -N 1 "$file")
    printf "\\\\$(printf %03o $((old ^ 1)))" | dd of="$file" bs=1 seek="$at" conv=notrunc status=none`;
  await jobs.succeeds("flip", "herd-drill", shell(flip));
  const { answer } = await jobs.fails("drill-2", "herd-drill");
  expect(answer).toMatchObject({ error: { kind: "DrillFailed" } });
  expect(JSON.stringify(answer)).toMatch(/would not bring back 1 of 2 tables: orders: .*rows\.seq cannot be read/);
  await cleared();
});

it("4. removes what a backup left that was killed with kill -9", { timeout: 1_500_000 }, async () => {
  const { log: said } = await jobs.fails("backup-2", "herd-backup", killedAt("copying shop:events"));
  expect(said).toContain("copying shop:events");
  const left = await drill.admin<{ tables: readonly string[] }>("tables");
  expect(left.tables.join()).toMatch(/backup_\d{8}T\d{6}Z:t1/);
  const { answer } = await jobs.succeeds("backup-3", "herd-backup");
  expect(answer).toMatchObject({ tables: [{ table: "orders", ...before["orders"] }, { table: "shop:events" }] });
  await cleared();
  const { log } = await jobs.succeeds("look", "herd-drill", shell("ls -A /backups"));
  expect(log.split("\n").filter((name) => name.startsWith(".unfinished"))).toEqual([]);
});

it("5. brings a table back as it was, and touches none that is there", { timeout: 1_500_000 }, async () => {
  const wanted: JobChange = (job) => ({ ...job, env: { ...job.env, TABLE: "orders" } });
  const refused = await jobs.fails("restore-1", "herd-restore", wanted);
  expect(refused.answer).toMatchObject({ error: { kind: "TableExists" } });
  const described = await drill.admin("table-describe", { name: "orders" });
  await drill.admin("table-delete", { name: "orders" });
  await jobs.succeeds("restore-2", "herd-restore", wanted);
  expect(await sum("orders")).toEqual(before["orders"]);
  expect(await drill.admin("table-describe", { name: "orders" })).toEqual(described);
  await cleared();
  const { answer } = await jobs.succeeds("restore-3", "herd-restore");
  expect(answer).toMatchObject({ tables: [] });
});

it("6. refuses a full disk with the reason, and leaves nothing behind", { timeout: 1_200_000 }, async () => {
  const small: JobChange = (job) => ({ ...job, backups: { emptyDir: { medium: "Memory", sizeLimit: "1Mi" } } });
  const { answer } = await jobs.fails("backup-4", "herd-backup", small);
  expect(answer).toMatchObject({ error: { kind: "NoSpace" } });
  expect(JSON.stringify(answer)).toContain("Raise backup.storageGiB");
  await cleared();
});

it("7. takes at most 2.5 GiB resident with two DataNodes and two RegionServers, after all that", async () => {
  const pods = await residentMemory(drill.hdfs.bench.cluster, namespace);
  const sum = Math.round(pods.reduce((total, { bytes }) => total + bytes, 0) / 1024 ** 2);
  console.log(`resident: ${sum} MiB: ${JSON.stringify(pods)}`);
  expect(pods.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["keeper-0", "lake-namenode-0", "lake-datanode-1", "herd-master-0", "herd-regionserver-1"]),
  );
  expect(sum).toBeLessThan(2560);
});

it(
  "8. makes no copy of an HBase that has lost its rows, and keeps those with rows",
  { timeout: 1_200_000 },
  async () => {
    for (const name of ["orders", "shop:events"]) await drill.admin("table-delete", { name });
    await drill.admin("table-create", orders); // as whoever uses it would, without a row
    const { answer } = await jobs.fails("backup-5", "herd-backup");
    expect(answer).toMatchObject({ error: { kind: "Emptied" } });
    expect(JSON.stringify(answer)).toMatch(/HBase holds no row, and copy \S+ holds 11000;/);
    expect(await drill.admin("snapshots")).toEqual({ snapshots: [] });
    await drill.admin("table-delete", { name: "orders" });
    const brought = await jobs.succeeds("restore-4", "herd-restore");
    expect(brought.answer).toMatchObject({ tables: [{ table: "orders" }, { table: "shop:events" }] });
    expect(await sum("orders")).toEqual(before["orders"]);
  },
);
