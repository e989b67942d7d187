import { describe, expect, it } from "vitest";
import type { DataApiDrill } from "../../support/data-api-drill.ts";
import { get, noise, put, sha256 } from "../../services/data-api/files.ts";

/** Scale-in under a data layer that stands with three DataNodes and keeps two copies; `given` is that layer, with all that is in it. */
export function drainTests(given: () => DataApiDrill): void {
  describe("a data layer that gets smaller", () => {
    it(
      "drains a DataNode before it goes: every byte is read back, no other pod restarts",
      { timeout: 1_200_000 },
      async () => {
        const drill = given();
        const { hdfs } = drill.hbase;
        const { bed, bench, namespace } = hdfs;
        const content = noise(20_000_000, 5);
        expect((await put(drill.client, "/kept/large.bin", content)).status).toBe(201);
        const { "lake-datanode-2": gone, ...rest } = await hdfs.starts();
        expect(gone).toBeDefined();
        await drill.resize(2);
        await bed.up();
        expect(await hdfs.starts()).toEqual(rest);
        expect(sha256((await get(drill.client, "/kept/large.bin")).bytes)).toBe(sha256(content));
        const { UnderReplicatedBlocks: short, MissingBlocks: missing } = await hdfs.nameSystem();
        expect({ short, missing }).toEqual({ short: 0, missing: 0 });
        const { items } = await bench.core.listNamespacedPersistentVolumeClaim({ namespace });
        expect(items.map(({ metadata }) => metadata?.name)).not.toContain("data-lake-datanode-2");
        await bed.up(["--expect-no-changes"]);
      },
    );

    it("is refused one node for files with two copies, before anything is touched", { timeout: 300_000 }, async () => {
      const drill = given();
      const { hdfs } = drill.hbase;
      // The arguments allow it; the files there are were written with two.
      await drill.resize(1, 1);
      const before = await hdfs.starts();
      const refused = await hdfs.bed.run(["preview"]);
      expect(refused.exitCode).not.toBe(0);
      const why = "from 2 to 1: replication is 2, and 1 of 2 data nodes would remain";
      expect(refused.stdout + refused.stderr).toContain(why);
      expect(await hdfs.starts()).toEqual(before);
      await drill.resize(2);
    });
  });
}
