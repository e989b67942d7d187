import { beforeAll, describe, expect, it } from "vitest";
import { until } from "../../support/cluster.ts";
import type { DataApiClient } from "../../support/data-api-client.ts";
import type { DataApiDrill } from "../../support/data-api-drill.ts";
import { type FileMetadata, type FolderPage, get, noise, put, base64Of, send, sha256 } from "./files.ts";

let drill: DataApiDrill;
let api: DataApiClient;
const metadata = (path: string) => api.expect<FileMetadata>(200, "reader", "GET", "/v1/metadata", { query: { path } });
const list = (path: string, query = {}) =>
  api.expect<FolderPage>(200, "reader", "GET", "/v1/folders", { query: { path, ...query } });

/** Files, folders, metadata and quotas; `given` is the service that stands. */
export function fileTests(given: () => DataApiDrill): void {
  beforeAll(() => {
    drill = given();
    api = drill.client;
  });

  describe("files over the data API", { timeout: 300_000 }, () => {
    it.each([
      ["an empty one", "/sizes/ទទេ", 0],
      ["a small one", "/sizes/អត្ថបទ ១.txt", 1234],
      ["one that is a MOB cell", "/sizes/រូបភាព.png", 500_000],
      ["the largest that is a cell", "/sizes/cell.bin", 10_000_000],
      ["one in HDFS", "/sizes/ឯកសារធំ.bin", 12_345_678],
    ])("gives back %s as it came, whole and in ranges", async (_what, path, length) => {
      const content = noise(length, length + 7);
      const made = await put(api, path, content, { "content-type": "text/x-khmer; charset=utf-8" });
      expect(made.status).toBe(201);
      const whole = await get(api, path);
      expect([whole.status, whole.bytes.length, sha256(whole.bytes)]).toEqual([200, length, sha256(content)]);
      expect(whole.headers.get("content-type")).toBe("text/x-khmer; charset=utf-8");
      expect(whole.headers.get("repr-digest")).toBe(`sha-256=:${base64Of(sha256(content))}:`);
      expect(whole.headers.get("etag")).toBe(made.headers.get("etag"));
      expect(await metadata(path)).toMatchObject({ path, sizeBytes: length, sha256: sha256(content), properties: {} });
      const etag = whole.headers.get("etag") ?? "";
      expect((await get(api, path, { "if-none-match": etag })).status).toBe(304);
      if (length === 0) return;
      const last = await get(api, path, { range: "bytes=-7" });
      expect([last.status, last.bytes]).toEqual([206, content.subarray(length - 7)]);
      const middle = await get(api, path, { range: "bytes=100-299", "if-range": etag });
      expect([middle.status, middle.bytes]).toEqual([206, content.subarray(100, 300)]);
      expect(middle.headers.get("content-range")).toBe(`bytes 100-299/${length}`);
      expect((await get(api, path, { range: "bytes=100-299", "if-range": '"other"' })).status).toBe(200);
      const outside = await get(api, path, { range: `bytes=${length}-` });
      expect([outside.status, outside.headers.get("content-range")]).toEqual([416, `bytes */${length}`]);
    });

    it("replaces nothing unless its ETag is given, whichever store has it", async () => {
      for (const length of [10, 11_000_000]) {
        const path = `/replace/of-${length}`;
        const first = await put(api, path, noise(length));
        const again = await put(api, path, noise(length, 2));
        expect([again.status, again.headers.get("etag")]).toEqual([412, first.headers.get("etag")]);
        expect((await put(api, path, noise(5), { "if-match": '"wrong"' })).status).toBe(412);
        const other = length === 10 ? 11_000_000 : 10;
        const second = await put(api, path, noise(other, 3), { "if-match": first.headers.get("etag") ?? "" });
        expect(second.status).toBe(200);
        expect((await put(api, path, noise(5), { "if-match": first.headers.get("etag") ?? "" })).status).toBe(412);
        expect(sha256((await get(api, path)).bytes)).toBe(sha256(noise(other, 3)));
        const gone = await send(api, "writer", "/v1/files", { method: "DELETE", query: { path } });
        expect([gone.status, (await get(api, path)).status]).toEqual([204, 404]);
        expect((await put(api, path, noise(length, 4))).status).toBe(201);
        expect(sha256((await get(api, path)).bytes)).toBe(sha256(noise(length, 4)));
      }
    });

    it.each([
      ["small", 2000, 16],
      ["large", 10_500_000, 6],
    ])("lets exactly one of many who create one path win: %s", async (_size, length, callers) => {
      const path = `/race/${length}`;
      const contents = Array.from({ length: callers }, (_, index) => noise(length, index + 1));
      const answers = await Promise.all(contents.map((content) => put(api, path, content)));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 201)).toHaveLength(1);
      expect(statuses.filter((status) => status === 412)).toHaveLength(callers - 1);
      const winner = contents[statuses.indexOf(201)] ?? Buffer.alloc(0);
      expect(sha256((await get(api, path)).bytes)).toBe(sha256(winner));
    });

    it("never shows one file's ETag with another's bytes while it is replaced again and again", async () => {
      const path = "/race/replaced";
      let etag = (await put(api, path, noise(11_000_000, 1))).headers.get("etag") ?? "";
      const known = new Map([[etag, sha256(noise(11_000_000, 1))]]);
      const race = { isDone: false };
      const seen: (readonly [string, string])[] = [];
      const reader = (async () => {
        while (!race.isDone) {
          const { status, headers, bytes } = await get(api, path);
          if (status === 200) seen.push([headers.get("etag") ?? "", sha256(bytes)]);
        }
      })().catch((error: unknown) => error);
      for (let round = 2; round < 8; round++) {
        const content = noise(round % 2 === 0 ? 50_000 : 11_000_000, round);
        const answer = await put(api, path, content, { "if-match": etag });
        expect(answer.status).toBe(200);
        etag = answer.headers.get("etag") ?? "";
        known.set(etag, sha256(content));
      }
      race.isDone = true;
      // A reader whose file is replaced meanwhile may be cut off, which it sees; it never gets other bytes.
      await reader;
      expect(seen.filter(([tag, hash]) => known.has(tag) && known.get(tag) !== hash)).toEqual([]);
      expect(seen.length).toBeGreaterThan(0);
    });

    it("reads a name written in two ways as one, and refuses names that lead elsewhere", async () => {
      expect((await put(api, "/names/café", noise(3))).status).toBe(201);
      expect((await put(api, "/names/café", noise(3))).status).toBe(412);
      expect((await put(api, `/names/${"ក".repeat(85)}`, noise(3))).status).toBe(201);
      const wrong = [
        "/../etc/passwd",
        "/names/../../x",
        "/names/./x",
        "names/x",
        "/names//x",
        "/names/x/",
        "/names/a\nb",
      ];
      const more = ["/.data-api/staging/x", "/names/.snapshot/x", "/.reserved/.inodes/1", `/names/${"ក".repeat(86)}`];
      for (const path of [...wrong, ...more, "/a".repeat(65), ""]) {
        const refused = await put(api, path, noise(3));
        expect([path, refused.status, JSON.parse(refused.bytes.toString())]).toMatchObject([
          ...[path, 400],
          { type: "/problems/bad-input", errors: [{ path: "path" }] },
        ]);
      }
    });

    it("refuses content that was damaged on the way, and keeps none of it", async () => {
      const headers = { "repr-digest": `sha-256=:${base64Of(sha256(noise(9)))}:` };
      expect((await put(api, "/damaged", noise(9, 2), headers)).status).toBe(422);
      expect((await get(api, "/damaged")).status).toBe(404);
      expect((await put(api, "/damaged", noise(9), headers)).status).toBe(201);
    });

    it("changes metadata by merge patch, and only of the file that was meant", async () => {
      const path = "/described/a.txt";
      const etag = (await put(api, path, noise(5))).headers.get("etag") ?? "";
      const patch = (json: object, headers = {}) =>
        api.call("writer", "PATCH", "/v1/metadata", { query: { path }, json, headers });
      expect((await patch({ contentType: "text/plain" })).status).toBe(428);
      expect((await patch({ contentType: "text/plain" }, { "if-match": '"wrong"' })).status).toBe(412);
      const properties = { ភាសា: "ខ្មែរ", gone: "soon" };
      const changed = await patch({ contentType: "text/plain", properties }, { "if-match": etag });
      expect(changed.body).toMatchObject({ contentType: "text/plain", properties });
      const next = changed.headers.get("etag") ?? "";
      expect(next).not.toBe(etag);
      const after = await patch({ properties: { gone: null } }, { "if-match": next });
      expect(after.body).toMatchObject({ contentType: "text/plain", properties: { ភាសា: "ខ្មែរ" } });
      expect((await patch({ sha256: "00" }, { "if-match": "*" })).status).toBe(400);
      expect((await get(api, path)).bytes).toEqual(noise(5));
    });

    it("lists folders in pages, makes those above, and deletes what is empty", async () => {
      const names = Array.from({ length: 25 }, (_, index) => `f${String(index).padStart(2, "0")}`);
      await Promise.all(names.map((name) => put(api, `/listed/deep/${name}`, noise(3))));
      const found: string[] = [];
      let token: string | undefined;
      do {
        const page: FolderPage = await list("/listed/deep", {
          limit: 10,
          ...(token !== undefined && { pageToken: token }),
        });
        found.push(...page.entries.map(({ name }) => name));
        token = page.nextPageToken;
      } while (token !== undefined);
      expect(found).toEqual(names);
      expect((await list("/listed")).entries).toMatchObject([{ name: "deep", type: "folder" }]);
      await api.expect(409, "writer", "GET", "/v1/folders", { query: { path: "/listed/deep/f00" } });
      await api.expect(409, "writer", "PUT", "/v1/folders", { query: { path: "/listed/deep/f00/x" } });
      await api.expect(409, "writer", "DELETE", "/v1/folders", { query: { path: "/listed" } });
      const recursive = { query: { path: "/listed", recursive: "true" } };
      await api.expect(403, "writer", "DELETE", "/v1/folders", recursive);
      await api.expect(204, "admin", "DELETE", "/v1/folders", recursive);
      await api.expect(404, "reader", "GET", "/v1/folders", { query: { path: "/listed/deep" } });
      expect((await get(api, "/listed/deep/f00")).status).toBe(404);
      await api.expect(201, "writer", "PUT", "/v1/folders", { query: { path: "/listed" } });
      await api.expect(200, "writer", "PUT", "/v1/folders", { query: { path: "/listed" } });
      await api.expect(204, "writer", "DELETE", "/v1/folders", { query: { path: "/listed" } });
    });

    it("keeps quotas over both stores, and tells why", async () => {
      await api.expect(201, "writer", "PUT", "/v1/folders", { query: { path: "/quota" } });
      const query = { path: "/quota" };
      await api.expect(403, "writer", "PUT", "/v1/quotas", { query, json: { maxFiles: 2 } });
      await api.expect(200, "admin", "PUT", "/v1/quotas", { query, json: { maxFiles: 2, maxBytes: 12_000_000 } });
      expect((await put(api, "/quota/a", noise(1000))).status).toBe(201);
      const large = await put(api, "/quota/below/b", noise(12_000_000));
      expect([large.status, large.bytes.toString()]).toMatchObject([
        507,
        expect.stringContaining("/quota may hold 12000000"),
      ]);
      expect((await put(api, "/quota/below/b", noise(11_000_000))).status).toBe(201);
      const third = await put(api, "/quota/c", noise(1));
      expect([third.status, third.bytes.toString()]).toMatchObject([507, expect.stringContaining("2 files")]);
      expect(await api.expect(200, "reader", "GET", "/v1/quotas", { query })).toMatchObject({
        usedFiles: 2,
        usedBytes: 11_001_000,
      });
      await api.expect(204, "writer", "DELETE", "/v1/files", { query: { path: "/quota/below/b" } });
      expect((await put(api, "/quota/c", noise(1))).status).toBe(201);
      expect(await api.expect(200, "reader", "GET", "/v1/quotas", { query })).toMatchObject({
        usedFiles: 2,
        usedBytes: 1001,
      });
    });

    it("lets each role do what it may, and nobody anything", async () => {
      await put(api, "/roles/a", noise(3));
      const write = { method: "PUT", body: noise(3), query: { path: "/roles/b" } };
      for (const caller of ["nobody", "stranger", "expired"] as const) {
        for (const sent of [{ query: { path: "/roles/a" } }, write])
          expect([caller, (await send(api, caller, "/v1/files", sent)).status]).toEqual([caller, 401]);
      }
      expect((await send(api, "reader", "/v1/files", write)).status).toBe(403);
      expect((await send(api, "reader", "/v1/files", { method: "DELETE", query: { path: "/roles/a" } })).status).toBe(
        403,
      );
      await api.expect(403, "reader", "POST", "/v1/uploads", { json: { path: "/roles/c" } });
      await api.expect(403, "reader", "POST", "/v1/snapshots", { json: { path: "/roles", name: "x" } });
      expect((await get(api, "/roles/b")).status).toBe(404);
    });

    it("writes a line of its audit log for each write and each refusal, with no token in it", async () => {
      const { kubectl, namespace } = drill.hbase.hdfs;
      const logs = await kubectl.run(["--namespace", namespace, "logs", "deployment/gateway", "--tail=-1"]);
      const lines = logs.split("\n").filter((line) => line.startsWith('{"event":"audit"'));
      const audit = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(audit).toContainEqual(
        expect.objectContaining({
          action: "PUT /v1/files",
          path: "/sizes/ទទេ",
          status: 201,
          outcome: "done",
          role: "writer",
        }),
      );
      expect(audit).toContainEqual(
        expect.objectContaining({
          action: "PUT /v1/files",
          path: "/roles/b",
          status: 403,
          outcome: "refused",
          role: "reader",
        }),
      );
      expect(Object.values(api.tokens).filter((token) => logs.includes(token))).toEqual([]);
    });
  });
}

/** What the service does while its data layer loses a part; after `fileTests`. */
export function dataLayerTests(): void {
  describe("the data API's data layer", () => {
    it("goes on where HDFS has lost its DataNodes for a while", { timeout: 600_000 }, async () => {
      const { bench, namespace } = drill.hbase.hdfs;
      const content = noise(11_000_000, 99);
      expect((await put(api, "/lost/a", content)).status).toBe(201);
      await bench.core.deleteNamespacedPod({ name: "lake-datanode-0", namespace });
      expect(sha256((await get(api, "/lost/a")).bytes)).toBe(sha256(content));
      await until(
        "a large file is written again",
        async () => (await put(api, `/lost/b-${Date.now()}`, content)).status === 201,
      );
    });

    it("answers as its document says", () => {
      expect(api.breaches).toEqual([]);
    });
  });
}
