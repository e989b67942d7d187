import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { provenCodecs } from "../../../components/hbase-table/codecs.ts";
import { HBaseDrill } from "../../support/hbase-drill.ts";
import type { Told } from "../../support/hdfs-drill.ts";

let drill: HBaseDrill;

const orders = (families: string, more = "") =>
  `new HBaseTable("orders", { hbase: herd.link, name: "shop:orders", families: [${families}], splits: ["row-0000000500"], ${more} });`;
const landing = (more: string) =>
  `new HdfsDirectory("landing", { hdfs: lake.link, path: "/landing/khmer", mode: "1777", ${more} });`;
const FIRST = `{ name: "d", maxVersions: 2 }`;
const MORE = `{ name: "d", maxVersions: 3, ttlSeconds: null, bloomFilter: "ROWCOL" }, { name: "pictures", mobThresholdBytes: 1000 }`;
const FOLDER = landing(`owner: "etl", nameQuota: 100, snapshotsAllowed: true`);

const describeTable = (name = "shop:orders") => drill.admin("table-describe", { name });
const families = async (): Promise<readonly Told[]> => (await describeTable())["families"] as Told[];
const checksum = (table = "shop:orders") => drill.admin("checksum", { table });

/** Shows what it would do; answers with what it said where it is refused. */
async function refused(args: readonly string[]): Promise<string> {
  const { exitCode, output } = await drill.hdfs.bed.run(args);
  expect(exitCode, output).not.toBe(0);
  return output;
}

beforeAll(async () => {
  drill = await HBaseDrill.open("tables-table-test");
  await drill.program(1, orders(FIRST, "retentionDays: 30") + FOLDER);
  await drill.hdfs.bed.up();
}, 1_500_000);
afterAll(() => drill.close());

describe("tables and folders of a real cluster", { timeout: 600_000 }, () => {
  it("1. stand with the cluster in one up, as they were asked for", async () => {
    const family = { name: "d", ttlSeconds: 2_592_000, maxVersions: 2, compression: "SNAPPY", bloomFilter: "ROW" };
    expect(await describeTable()).toEqual({
      ...{ name: "shop:orders", families: [{ ...family, mobThresholdBytes: null }], enabled: true },
      splits: [Buffer.from("row-0000000500").toString("base64")],
    });
    expect(await drill.hdfs.admin("stat", { path: "/landing/khmer" })).toMatchObject({
      ...{ owner: "etl", mode: "1777", nameQuota: 100, spaceQuotaBytes: null, snapshotsAllowed: true },
    });
    await drill.hdfs.bed.up(["--expect-no-changes"]);
  });

  it("2. change in place, and every row is as it was", async () => {
    await drill.admin("put-rows", { table: "shop:orders", family: "d", count: 1000 });
    const written = await checksum();
    await drill.program(
      1,
      orders(MORE, "retentionDays: 30") + landing(`owner: "etl", nameQuota: 200, spaceQuotaGiB: 1`),
    );
    await drill.hdfs.bed.up();
    expect(await families()).toEqual([
      {
        name: "d",
        ttlSeconds: null,
        maxVersions: 3,
        compression: "SNAPPY",
        bloomFilter: "ROWCOL",
        mobThresholdBytes: null,
      },
      {
        ...{ name: "pictures", ttlSeconds: 2_592_000, maxVersions: 1, compression: "SNAPPY", bloomFilter: "ROW" },
        mobThresholdBytes: 1000,
      },
    ]);
    expect(await checksum()).toEqual(written);
    expect(await drill.hdfs.admin("stat", { path: "/landing/khmer" })).toMatchObject({
      ...{ nameQuota: 200, spaceQuotaBytes: 2 ** 30, snapshotsAllowed: false },
    });
    await drill.admin("put-rows", { table: "shop:orders", family: "pictures", count: 20, valueBytes: 5000 });
    await drill.admin("table-flush", { name: "shop:orders" });
    expect(await drill.admin("count", { table: "shop:orders" })).toEqual({ rows: 1000 });
  });

  it("3. show what was changed by hand at a refresh, and up changes it back", async () => {
    await drill.admin("table-alter", { name: "shop:orders", families: [{ name: "pictures", ttlSeconds: 3600 }] });
    await drill.hdfs.admin("mkdir", { path: "/landing/khmer", mode: "0700" });
    await drill.hdfs.bed.ok(["refresh", "--yes"]);
    const { outputs: seen } = await drill.hdfs.bed.resource("orders");
    expect((seen?.["families"] as Told[])[1]).toMatchObject({ name: "pictures", ttlSeconds: 3600 });
    expect((await drill.hdfs.bed.resource("landing")).outputs).toMatchObject({ mode: "0700" });
    const { output: back } = await drill.hdfs.bed.up();
    expect(back).toContain("HBase table shop:orders: changing family pictures");
    expect(back).toContain("HDFS folder /landing/khmer: changing mode");
    expect((await families())[1]).toMatchObject({ ttlSeconds: 2_592_000 });
    await drill.hdfs.bed.up(["--refresh", "--expect-no-changes"]);
  });

  it("4. lose nothing: a dropped family, a codec that is not there and deletes are refused", async () => {
    await drill.hdfs.admin("write", { path: "/landing/khmer/file", text: "kept" });
    const before = await checksum();
    await drill.program(1, orders(`{ name: "d", maxVersions: 3, ttlSeconds: null, bloomFilter: "ROWCOL" }`) + FOLDER);
    expect(await refused(["preview"])).toContain("pictures would be dropped with its data");
    await drill.program(1, orders(MORE.replace("ROWCOL", `ROW", compression: "LZ4`)) + FOLDER);
    expect(await refused(["preview"])).toContain("LZ4 is not on the class path of the image hbase");
    await drill.program(1);
    const output = await refused(["up", "--yes", "--skip-preview"]);
    expect(output).toMatch(/HBase table shop:orders is kept|HDFS folder \/landing\/khmer is kept/);
    expect(await checksum()).toEqual(before);
    expect(await drill.hdfs.admin("read", { path: "/landing/khmer/file", text: true })).toMatchObject({ text: "kept" });
  });

  it("5. take over a table that was made by hand, once it is declared as it is", async () => {
    await drill.admin("table-create", { name: "byhand", families: [{ name: "x", maxVersions: 5 }] });
    await drill.admin("put-rows", { table: "byhand", family: "x", count: 10 });
    const before = await checksum("byhand");
    const byhand = (family: string) =>
      `new HBaseTable("byhand", { hbase: herd.link, name: "byhand", families: [${family}] });`;
    const rest = orders(MORE, "retentionDays: 30") + landing(`owner: "etl", nameQuota: 200, spaceQuotaGiB: 1`);
    await drill.program(1, rest + byhand(`{ name: "x" }`));
    const output = await refused(["preview"]);
    for (const text of [
      "ttlSeconds is null there, 7776000 here",
      "maxVersions is 5 there",
      "compression is NONE there",
    ])
      expect(output).toContain(text);
    await drill.program(1, rest + byhand(`{ name: "x", maxVersions: 5, ttlSeconds: null, compression: "NONE" }`));
    await drill.hdfs.bed.up();
    expect(await checksum("byhand")).toEqual(before);
  });

  it.each(provenCodecs)("6. has the codec %s: rows are written, flushed, compacted and read", async (compression) => {
    const name = `codec-${compression}`;
    await drill.admin("table-create", { name, families: [{ name: "f", compression }] });
    await drill.admin("put-rows", { table: name, family: "f", count: 500 });
    const before = await checksum(name);
    await drill.admin("table-flush", { name });
    await drill.admin("table-compact", { name });
    expect(await checksum(name)).toEqual(before);
    expect(before).toMatchObject({ rows: 500 });
  });

  it.each(["LZ4", "ZSTD"])("7. has no codec %s: HBase itself refuses the table", async (compression) => {
    const wanted = { name: `codec-${compression}`, families: [{ name: "f", compression }] };
    await expect(drill.admin("table-create", wanted)).rejects.toThrow("kubectl");
    expect((await drill.admin("tables"))["tables"]).not.toContain(wanted.name);
  });
});
