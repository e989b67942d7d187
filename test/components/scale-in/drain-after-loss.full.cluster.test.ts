import { afterAll, beforeAll, expect, it } from "vitest";
import { noise, put } from "../../services/data-api/files.ts";
import { until } from "../../support/cluster.ts";
import { DataApiDrill } from "../../support/data-api-drill.ts";
import { drainTests } from "./drain-tests.ts";

/** A cell of HBase, which stands in its log before it stands in a file. */
const CELL_BYTES = 1_000_000;

let drill: DataApiDrill;
beforeAll(async () => {
  drill = await DataApiDrill.open("drain-after-loss", "", undefined, 3);
}, 1_500_000);
afterAll(() => drill.close());

// A node comes back with half of a block of HBase's log, which others finish without it: it takes no whole copy of that
// block before it was told to remove the half, and the drain may have no other node for it (decision 0034). Which two of the
// three have the log is chance, so two of them end, one after the other.
it.each(["lake-datanode-0", "lake-datanode-1"])("loses %s while HBase writes", { timeout: 600_000 }, async (node) => {
  const { hdfs } = drill.hbase;
  let count = 0;
  const write = async () => (await put(drill.client, `/cells/${node}-${count++}`, noise(CELL_BYTES, 3))).status;
  for (let n = 0; n < 10; n++) expect(await write()).toBe(201);
  const before = await hdfs.uid(node);
  await hdfs.kill(node);
  await until("HBase writes again", async () => (await write()) === 201, 300);
  await hdfs.untilReady(node, before);
});

drainTests(() => drill);

afterAll(async () => {
  const logs = ["lake-datanode-0", "lake-datanode-1"].map((pod) => drill.hbase.hdfs.logs(pod, "datanode"));
  const refused = (await Promise.all(logs)).join("\n").match(/opWriteBlock .* already exists in state/g) ?? [];
  console.log(`copies that a DataNode refused for the half that it had: ${refused.length}`);
});
