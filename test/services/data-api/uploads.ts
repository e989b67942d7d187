import { describe, expect, it } from "vitest";
import { until } from "../../support/cluster.ts";
import type { DataApiClient } from "../../support/data-api-client.ts";
import { cutOff, get, noise, put, send, sha256, type Upload } from "./files.ts";

/** Uploads that are cut and go on; `api` is that of the data layer that stands. */
export function uploadTests(api: () => DataApiClient): void {
  const content = noise(14_000_000, 5);

  const begin = (json: object, status = 201) => api().expect<Upload>(status, "writer", "POST", "/v1/uploads", { json });
  const state = (id: string) => api().expect<Upload>(200, "writer", "GET", `/v1/uploads/${id}`);
  const append = (id: string, offset: number, body: Uint8Array) =>
    send(api(), "writer", `/v1/uploads/${id}`, {
      ...{ method: "PATCH", body },
      headers: { "upload-offset": String(offset), "content-type": "application/octet-stream" },
    });
  const publish = (id: string) => send(api(), "writer", `/v1/uploads/${id}/publish`, { method: "POST" });

  describe("uploads over the data API", { timeout: 300_000 }, () => {
    it("leave nothing of a file whose sender is cut off, in either store", async () => {
      for (const [path, announced] of [
        ["/cut/small", 500_000],
        ["/cut/large", content.length],
      ] as const) {
        const part = content.subarray(0, announced / 2);
        await cutOff(api(), "PUT", `/v1/files?path=${path}`, part, announced);
        expect((await get(api(), path)).status).toBe(404);
        expect((await put(api(), path, content.subarray(0, 10))).status).toBe(201);
        expect((await get(api(), path)).bytes).toEqual(content.subarray(0, 10));
      }
    });

    it("go on after a cut with the bytes that came before it", async () => {
      const { id } = await begin({ path: "/resumed/ធំ.bin", sizeBytes: content.length, sha256: sha256(content) });
      const headers = { "upload-offset": "0", "content-type": "application/octet-stream" };
      await cutOff(api(), "PATCH", `/v1/uploads/${id}`, content.subarray(0, 6_000_000), content.length, headers);
      let offset = 0;
      await until("the cut upload is free again", async () => {
        ({ offsetBytes: offset } = await state(id));
        return (await append(id, offset, new Uint8Array())).status === 200;
      });
      expect(offset).toBeGreaterThan(0);
      expect(offset).toBeLessThan(content.length);
      expect((await get(api(), "/resumed/ធំ.bin")).status).toBe(404);
      const wrong = await append(id, offset + 1, content.subarray(offset));
      expect([wrong.status, wrong.headers.get("upload-offset")]).toEqual([409, String(offset)]);
      expect((await publish(id)).status).toBe(422);
      expect((await append(id, offset, content.subarray(offset))).status).toBe(200);
      expect((await append(id, content.length, noise(1))).status).toBe(413);
      expect((await publish(id)).status).toBe(201);
      expect(sha256((await get(api(), "/resumed/ធំ.bin")).bytes)).toBe(sha256(content));
      await api().expect(404, "writer", "GET", `/v1/uploads/${id}`);
    });

    it("become a cell where they are small, and replace only what they name", async () => {
      const first = await put(api(), "/resumed/small", noise(10));
      await begin({ path: "/resumed/small" }, 412);
      const { id } = await begin({
        path: "/resumed/small",
        replaces: first.headers.get("etag"),
        contentType: "text/plain",
      });
      expect((await append(id, 0, content.subarray(0, 300_000))).status).toBe(200);
      const between = await put(api(), "/resumed/small", noise(11), { "if-match": first.headers.get("etag") ?? "" });
      expect(between.status).toBe(200);
      expect((await publish(id)).status).toBe(412);
      expect((await state(id)).offsetBytes).toBe(300_000);
      await api().expect(204, "writer", "DELETE", `/v1/uploads/${id}`);
      const next = await begin({ path: "/resumed/small", replaces: between.headers.get("etag") });
      expect((await append(next.id, 0, content.subarray(0, 300_000))).status).toBe(200);
      expect((await publish(next.id)).status).toBe(200);
      expect((await get(api(), "/resumed/small")).bytes).toEqual(content.subarray(0, 300_000));
    });

    it("are refused where what came is not what was announced", async () => {
      const { id } = await begin({ path: "/resumed/other", sha256: sha256(noise(5)) });
      expect((await append(id, 0, noise(5, 2))).status).toBe(200);
      expect((await publish(id)).status).toBe(422);
      expect((await get(api(), "/resumed/other")).status).toBe(404);
      await api().expect(404, "reader", "GET", "/v1/metadata", { query: { path: "/resumed/other" } });
      await begin({ path: "/resumed/../x" }, 400);
      await begin({ path: "/resumed/y", sizeBytes: -1 }, 400);
    });

    it("are written by one request at a time", async () => {
      const { id } = await begin({ path: "/resumed/one" });
      const answers = await Promise.all([1, 2, 3, 4].map((seed) => append(id, 0, noise(3_000_000, seed))));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
      expect((await state(id)).offsetBytes).toBe(3_000_000);
    });
  });
}
