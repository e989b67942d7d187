import { beforeAll, describe, expect, it } from "vitest";
import type { Caller, DataApiClient } from "../../support/data-api-client.ts";
import {
  type BatchResult,
  type Cells,
  inPath,
  keysOf,
  newTable,
  pages,
  putCall,
  putMany,
  type Query,
  readRow,
  type Row,
  type RowPage,
  writeRow,
} from "./tables.ts";

const SHELF = "/v1/tables/shop:shelf";
const NOWHERE = "/v1/tables/shop:nowhere";
const base64 = { keyEncoding: "base64", valueEncoding: "base64" };

let api: DataApiClient;

const put = (row: string, cells: Cells, more: object = {}) => putCall(SHELF, row, cells, more);
const write = (row: string, cells: Cells, more: object = {}, status = 204) =>
  writeRow(api, SHELF, row, cells, more, status);
const read = (row: string, query: Query = {}) => readRow(api, SHELF, row, query);

async function batch(operations: readonly object[], query = {}, caller: Caller = "writer") {
  const call = { json: { operations }, query };
  const { results } = await api.expect<{ results: BatchResult[] }>(200, caller, "POST", `${SHELF}/rows/batch`, call);
  return results;
}

/** Tables and rows; `given` is a client of the service that stands. */
export function tableTests(given: () => DataApiClient): void {
  beforeAll(() => {
    api = given();
  });

  describe("tables over the data API", { timeout: 300_000 }, () => {
    it("1. are made with their name space, described as asked for, and listed", async () => {
      const families = [
        { name: "d", maxVersions: 3 },
        {
          name: "pictures",
          compression: "NONE",
          bloomFilter: "ROWCOL",
          mobThresholdBytes: 100_000,
          ttlSeconds: 86_400,
        },
      ];
      const made = { name: "shop:shelf", families, splits: ["m"] };
      const plain = { ttlSeconds: null, compression: "SNAPPY", bloomFilter: "ROW", mobThresholdBytes: null };
      const described = {
        ...{ name: "shop:shelf", splits: ["m"], enabled: true },
        families: [
          { ...plain, name: "d", maxVersions: 3 },
          { ...plain, ...families[1], maxVersions: 1 },
        ],
      };
      const answer = await api.call("admin", "POST", "/v1/tables", { json: made });
      expect([answer.status, answer.headers.get("location")]).toEqual([201, SHELF]);
      expect(answer.body).toEqual(described);
      expect(await api.expect(200, "reader", "GET", SHELF)).toEqual(described);
      const { tables } = await api.expect<{ tables: { name: string }[] }>(200, "reader", "GET", "/v1/tables");
      expect(tables.map(({ name }) => name)).toEqual(["shop:shelf"]);
      await api.expect(409, "admin", "POST", "/v1/tables", { json: made });
    });

    it("2. keep rows in several families, with timestamps and versions, and give them up by column and as a whole", async () => {
      await write("ភាសា/ខ្មែរ 100%", { "d:a": "១", "pictures:b": "x", "d:": "no qualifier" });
      const columns = (await read("ភាសា/ខ្មែរ 100%")).cells.map(({ column, value }) => [column, value]);
      expect(columns).toEqual([
        ["d:", "no qualifier"],
        ["d:a", "១"],
        ["pictures:b", "x"],
      ]);
      for (const timestamp of [10, 30, 20]) {
        const cells = [{ column: "d:a", value: `at ${timestamp}`, timestamp }];
        await api.expect(204, "writer", "PUT", `${SHELF}/rows/versions`, { json: { cells } });
      }
      expect((await read("versions")).cells.map(({ timestamp }) => timestamp)).toEqual([30]);
      expect((await read("versions", { versions: 2 })).cells.map(({ value }) => value)).toEqual(["at 30", "at 20"]);

      const path = `${SHELF}/rows/${encodeURIComponent("ភាសា/ខ្មែរ 100%")}`;
      await api.expect(204, "writer", "DELETE", path, { query: { columns: ["d:a", "pictures"] } });
      expect((await read("ភាសា/ខ្មែរ 100%")).cells.map(({ column }) => column)).toEqual(["d:"]);
      await api.expect(204, "writer", "DELETE", path);
      await api.expect(404, "reader", "GET", path);
      await api.expect(204, "writer", "DELETE", path);
    });

    it("3. take keys, qualifiers and values of any bytes as base64, and refuse to show them as text", async () => {
      const keys = [[0], [0, 0], [0, 255], [1, 0, 1], [255], [255, 255]];
      for (const key of keys) {
        const cells = [{ column: `d:${inPath(0, 255)}`, value: Buffer.from([...key, 0, 128]).toString("base64") }];
        await api.expect(204, "writer", "PUT", `${SHELF}/rows/${inPath(...key)}`, { json: { cells }, query: base64 });
      }
      const found = await api.expect<Row>(200, "reader", "GET", `${SHELF}/rows/${inPath(0, 0)}`, { query: base64 });
      expect(found).toMatchObject({ key: "AAA=", cells: [{ column: "d:AP8=", value: "AAAAgA==" }] });
      const listed = (query: object) =>
        api.expect<RowPage>(200, "reader", "GET", `${SHELF}/rows`, { query: { ...base64, ...query } });
      const bytes = ({ rows }: RowPage) => rows.map(({ key }) => [...Buffer.from(key, "base64")]);
      expect(bytes(await listed({}))).toEqual([...keys.slice(0, 4), [...Buffer.from("versions")], ...keys.slice(4)]);
      expect(bytes(await listed({ prefix: inPath(0) }))).toEqual(keys.slice(0, 3));
      expect(bytes(await listed({ prefix: inPath(255) }))).toEqual(keys.slice(4));
      expect(bytes(await listed({ from: inPath(0, 0), to: inPath(255) }))).toHaveLength(4);
      await api.expect(422, "reader", "GET", `${SHELF}/rows`);
      await api.expect(400, "reader", "GET", `${SHELF}/rows/%FF`, { query: { keyEncoding: "base64" } });
      for (const key of keys)
        await api.expect(204, "writer", "DELETE", `${SHELF}/rows/${inPath(...key)}`, { query: base64 });
    });

    it("4. are paged to the same rows as they have in one piece, each once, while others write beside and between", async () => {
      const stable = await putMany(api, "shop:shelf", "s/", 2000, 3);
      const { rows } = await api.expect<RowPage>(200, "reader", "GET", `${SHELF}/rows`, {
        query: { prefix: "s/", limit: 1000 },
      });
      expect(rows).toHaveLength(1000);
      const stop = new AbortController();
      let between = 0;
      const others = (async () => {
        while (!stop.signal.aborted) {
          const at = between++ % 6000;
          // Keys that are no stable one, before and behind where the pages are; and stable ones, anew.
          await write(`s/${String((at * 7) % 6000).padStart(5, "0")}-between`, { "d:v": "between" });
          await write(stable[(at * 11) % stable.length] ?? "", { "d:v": "again" });
        }
      })();
      const found = keysOf(await pages(api, "shop:shelf", { prefix: "s/", limit: 61 }));
      stop.abort();
      await others;
      expect(found.filter((key) => !key.endsWith("-between"))).toEqual(stable);
      expect(found).toEqual([...new Set(found)].sort());
      expect(between).toBeGreaterThan(10);
    });

    it("5. end a page early where rows are large, and lose none", async () => {
      const value = "x".repeat(900_000);
      for (const at of Array.from({ length: 12 }, (_, index) => index))
        await write(`large/${at + 10}`, { "d:v": value });
      const found = await pages(api, "shop:shelf", { prefix: "large/", limit: 100 });
      expect(found.length).toBeGreaterThan(1);
      expect(keysOf(found)).toEqual(Array.from({ length: 12 }, (_, at) => `large/${at + 10}`));
    });

    it("6. refuse a page token that was changed, or is of another table, range or column", async () => {
      const query = { prefix: "s/", limit: 1 };
      const { nextPageToken = "" } = await api.expect<RowPage>(200, "reader", "GET", `${SHELF}/rows`, { query });
      const other = nextPageToken.endsWith("A") ? "B" : "A";
      for (const wrong of [
        { ...query, pageToken: nextPageToken.slice(0, -1) + other },
        { ...query, pageToken: nextPageToken.slice(4) },
        { ...query, pageToken: nextPageToken, prefix: "s" },
        { ...query, pageToken: nextPageToken, columns: ["d:v"] },
      ]) {
        await api.expect(400, "reader", "GET", `${SHELF}/rows`, { query: wrong });
      }
      await api.expect(201, "admin", "POST", "/v1/tables", { json: newTable("other") });
      await api.expect(400, "reader", "GET", "/v1/tables/other/rows", {
        query: { ...query, pageToken: nextPageToken },
      });
      await api.expect(200, "reader", "GET", `${SHELF}/rows`, {
        query: { ...query, limit: 7, pageToken: nextPageToken },
      });
    });

    it("7. answer a batch operation by operation, and leave what failed as it was", async () => {
      await write("b/1", { "d:v": "1" });
      await write("b/3", { "d:v": "3" });
      const results = await batch([
        { get: { row: "b/1" } },
        { put: { row: "b/2", cells: [{ column: "d:v", value: "2" }] } },
        { delete: { row: "b/3" } },
        { put: { row: "b/4", cells: [{ column: "nofamily:v", value: "4" }] } },
        { get: { row: "b/5" } },
      ]);
      expect(results.map(({ status }) => status)).toEqual([200, 204, 204, 400, 404]);
      expect(results[0]?.row?.cells[0]?.value).toBe("1");
      expect(keysOf(await pages(api, "shop:shelf", { prefix: "b/" }))).toEqual(["b/1", "b/2"]);
      const twice = [{ get: { row: "b/1" } }, { delete: { row: "b/1" } }];
      await api.expect(400, "writer", "POST", `${SHELF}/rows/batch`, { json: { operations: twice } });
    });

    it("8. let exactly one of many conditional writes of a row through", async () => {
      const absent = { condition: { column: "d:v", absent: true } };
      const tries = Array.from({ length: 16 }, (_, at) => put("lock", { "d:v": `of ${at}` }, absent));
      const answers = await Promise.all(tries.map(({ path, json }) => api.call("writer", "PUT", path, { json })));
      expect(answers.map(({ status }) => status).sort()).toEqual([204, ...Array.from({ length: 15 }, () => 412)]);
      const winner = answers.findIndex(({ status }) => status === 204);
      expect((await read("lock")).cells[0]?.value).toBe(`of ${winner}`);
      await write("lock", { "d:v": "next" }, { condition: { column: "d:v", value: "of nobody" } }, 412);
      await write("lock", { "d:v": "next" }, { condition: { column: "d:v", value: `of ${winner}` } });
      const path = `${SHELF}/rows/lock`;
      await api.expect(412, "writer", "DELETE", path, { query: { ifColumn: "d:v", ifValue: "of nobody" } });
      await api.expect(204, "writer", "DELETE", path, { query: { ifColumn: "d:v", ifValue: "next" } });
      // An empty value is one, which HBase by itself takes for no column at all.
      await write("hollow", { "d:v": "" });
      await write("hollow", { "d:v": "1" }, absent, 412);
      await write("bare", { "d:other": "1" });
      const ifEmpty = { query: { ifColumn: "d:v", ifValue: "" } };
      await api.expect(412, "writer", "DELETE", `${SHELF}/rows/bare`, ifEmpty);
      await api.expect(204, "writer", "DELETE", `${SHELF}/rows/hollow`, ifEmpty);
      await api.expect(204, "writer", "DELETE", `${SHELF}/rows/bare`);
    });

    it("9. tell each role what it may not do, and a wrong or expired token that it is nobody's", async () => {
      const { path, json } = put("role", { "d:v": "1" });
      const deleting = { operations: [{ get: { row: "a" } }, { delete: { row: "b" } }] };
      const calls: readonly (readonly [string, string, Caller, object?])[] = [
        ["GET", "/v1/tables", "reader"],
        ["GET", SHELF, "reader"],
        ["GET", `${SHELF}/rows`, "reader"],
        ["GET", `${SHELF}/rows/role`, "reader"],
        ["PUT", path, "writer", json],
        ["DELETE", path, "writer"],
        ["POST", `${SHELF}/rows/batch`, "writer", deleting],
        ["POST", "/v1/tables", "admin", newTable("shop:late")],
        ["DELETE", NOWHERE, "admin"],
      ];
      const below: Readonly<Record<string, readonly Caller[]>> = {
        reader: [],
        writer: ["reader"],
        admin: ["reader", "writer"],
      };
      for (const [method, route, least, json] of calls) {
        const call = json === undefined ? {} : { json };
        for (const caller of ["nobody", "stranger", "expired"] as const) {
          const { headers } = await api.call(caller, method, route, call);
          expect(headers.get("www-authenticate"), `${caller} ${method} ${route}`).toContain("Bearer");
          await api.expect(401, caller, method, route, call);
        }
        for (const caller of below[least] ?? []) await api.expect(403, caller, method, route, call);
      }
      await api.expect(200, "reader", "POST", `${SHELF}/rows/batch`, {
        json: { operations: [{ get: { row: "b/1" } }] },
      });
      await api.expect(404, "reader", "GET", "/v1/tables/shop:late");
    });

    it("10. name all that is wrong with a request at once", async () => {
      const query = {
        limit: 0,
        pageToken: "x",
        prefix: "a",
        from: "b",
        columns: [":q"],
        valueEncoding: "hex",
        colums: "d",
      };
      const answer = await api.expect<{ errors: { path: string }[] }>(400, "reader", "GET", `${SHELF}/rows`, { query });
      const paths = answer.errors.map(({ path }) => path).sort();
      expect(paths).toEqual(["columns", "colums", "limit", "pageToken", "prefix", "valueEncoding"]);
      const cells = [{ column: "d" }, { column: "d:v", value: "v", timestamp: -1 }];
      const body = { cells, condition: { column: "d:v" } };
      const wrong = await api.expect<{ errors: { path: string }[] }>(400, "writer", "PUT", `${SHELF}/rows/a`, {
        json: body,
      });
      expect(wrong.errors.map(({ path }) => path)).toEqual([
        "$.cells[0].column",
        "$.cells[0].value",
        "$.cells[1].timestamp",
        "$.condition",
      ]);
      // Null is not "all columns": the whole row would go.
      const careless = { operations: [{ delete: { row: "a", columns: null } }] };
      const refused = await api.expect<typeof wrong>(400, "writer", "POST", `${SHELF}/rows/batch`, { json: careless });
      expect(refused.errors).toEqual([{ path: "$.operations[0].delete.columns", reason: "must not be null" }]);
    });

    it("11. say that a table or a family is not there, and hide those of HBase and of the service itself", async () => {
      await api.expect(404, "reader", "GET", NOWHERE);
      await api.expect(404, "reader", "GET", `${NOWHERE}/rows/a`);
      await api.expect(404, "reader", "GET", `${NOWHERE}/rows`);
      await api.expect(404, "admin", "DELETE", NOWHERE);
      await api.expect(400, "reader", "GET", `${SHELF}/rows/a`, { query: { columns: "nofamily" } });
      for (const hidden of ["hbase:meta", "data_api:files"]) {
        await api.expect(404, "admin", "GET", `/v1/tables/${hidden}`);
        await api.expect(404, "admin", "GET", `/v1/tables/${hidden}/rows`);
        await api.expect(404, "admin", "DELETE", `/v1/tables/${hidden}`);
        await api.expect(403, "admin", "POST", "/v1/tables", { json: newTable(hidden) });
      }
    });

    it("12. go with their rows", async () => {
      await api.expect(204, "admin", "DELETE", SHELF);
      await api.expect(204, "admin", "DELETE", "/v1/tables/other");
      await api.expect(404, "reader", "GET", `${SHELF}/rows/a`);
      await api.expect(201, "admin", "POST", "/v1/tables", { json: newTable("shop:shelf") });
      expect((await pages(api, "shop:shelf", {})).flatMap(({ rows }) => rows)).toEqual([]);
    });

    it("13. were answered as the document says, every time", () => {
      expect(api.breaches).toEqual([]);
      expect(api.document.seen().length).toBeGreaterThan(30);
    });
  });
}
