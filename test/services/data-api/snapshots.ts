import { describe, expect, it } from "vitest";
import type { DataApiClient } from "../../support/data-api-client.ts";
import type { DataApiDrill } from "../../support/data-api-drill.ts";
import { get, noise, put, send, sha256, type Snapshot } from "./files.ts";

/** Folders as they were, on the data layer that stands. */
export function snapshotTests(drill: () => DataApiDrill): void {
  const api = (): DataApiClient => drill().client;
  const take = (name: string, status: number) =>
    api().expect<Snapshot>(status, "writer", "POST", "/v1/snapshots", { json: { path: "/kept/corpus", name } });
  const past = (path: string, snapshot: string) => get(api(), path, {}, { snapshot });

  describe("snapshots over the data API", { timeout: 300_000 }, () => {
    const small = noise(2000, 11);
    const cell = noise(400_000, 12);
    const large = noise(12_000_000, 13);
    let first: Snapshot;
    let second: Snapshot;

    it("are those of a folder as it is, and the same while it has not changed", async () => {
      await api().expect(404, "writer", "POST", "/v1/snapshots", { json: { path: "/kept/nothing", name: "x" } });
      await put(api(), "/kept/corpus/ក.txt", small);
      await put(api(), "/kept/corpus/deep/cell", cell);
      await put(api(), "/kept/corpus/deep/large", large);
      await put(api(), "/kept/elsewhere", small);
      first = await take("first", 201);
      expect(first).toMatchObject({ files: 3, bytes: 2000 + 400_000 + 12_000_000 });
      expect(await take("again", 200)).toEqual(first);
      const manifest = await send(api(), "reader", `/v1/snapshots/${first.id}/manifest`);
      expect(sha256(manifest.bytes)).toBe(first.manifestSha256);
      const lines = manifest.bytes
        .toString()
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as object);
      expect(lines).toEqual([
        { path: "deep/cell", sizeBytes: 400_000, sha256: sha256(cell) },
        { path: "deep/large", sizeBytes: 12_000_000, sha256: sha256(large) },
        { path: "ក.txt", sizeBytes: 2000, sha256: sha256(small) },
      ]);
    });

    it("keep what was replaced and deleted since, in both stores", async () => {
      expect((await put(api(), "/kept/corpus/ក.txt", noise(5), { "if-match": "*" })).status).toBe(200);
      expect((await put(api(), "/kept/corpus/deep/large", noise(6), { "if-match": "*" })).status).toBe(200);
      const gone = await send(api(), "writer", "/v1/files", {
        method: "DELETE",
        query: { path: "/kept/corpus/deep/cell" },
      });
      expect(gone.status).toBe(204);
      for (const [path, content] of [
        ["/kept/corpus/ក.txt", small],
        ["/kept/corpus/deep/cell", cell],
        ["/kept/corpus/deep/large", large],
      ] as const) {
        expect(sha256((await past(path, first.id)).bytes)).toBe(sha256(content));
      }
      expect((await past("/kept/elsewhere", first.id)).status).toBe(404);
      expect((await past("/kept/corpus/ក.txt", "nobody")).status).toBe(404);
      second = await take("second", 201);
      expect(second.manifestSha256).not.toBe(first.manifestSha256);
      const { snapshots } = await api().expect<{ snapshots: Snapshot[] }>(200, "reader", "GET", "/v1/snapshots", {
        query: { path: "/kept/corpus" },
      });
      expect(snapshots.map(({ id }) => id)).toEqual([second.id, first.id]);
    });

    it("stand in the way of the folder's end", async () => {
      await api().expect(409, "admin", "DELETE", "/v1/folders", { query: { path: "/kept", recursive: "true" } });
      expect((await past("/kept/corpus/deep/large", first.id)).status).toBe(200);
    });

    it("go by an admin's word, with what nothing else needs, and the others stay whole", async () => {
      const remove = (who: "writer" | "admin", { id }: Snapshot, status: number) =>
        api().expect(status, who, "DELETE", `/v1/snapshots/${id}`);
      const cells = async () =>
        (await drill().hbase.admin<{ rows: number }>("count", { table: "data_api:contents" })).rows;
      expect((await put(api(), "/kept/corpus/ក.txt", noise(7), { "if-match": "*" })).status).toBe(200);
      await remove("writer", first, 403);
      const before = await cells();
      await remove("admin", first, 204);
      // The cell that was deleted and the small file that was replaced: only this snapshot had them.
      expect(await cells()).toBe(before - 2);
      await remove("admin", first, 404);
      expect((await past("/kept/corpus/deep/large", first.id)).status).toBe(404);
      expect((await past("/kept/corpus/ក.txt", second.id)).bytes).toEqual(noise(5));
      await remove("admin", second, 204);
      expect(await cells()).toBe(before - 3);
      // HDFS keeps no folder that has snapshots of its own.
      await api().expect(204, "admin", "DELETE", "/v1/folders", { query: { path: "/kept", recursive: "true" } });
    });
  });
}
