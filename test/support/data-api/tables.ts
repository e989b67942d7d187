import type { Env, Hono } from "hono";
import { type Memory, problem, type Row } from "./memory.ts";

/** Tables and rows. */
export function addTables(app: Hono<Env>, memory: Memory): void {
  app.get("/v1/tables", (c) =>
    c.json({ tables: [...memory.tables.keys()].map((name) => ({ name, families: [{ name: "d" }] })) }),
  );
  app.get("/v1/tables/:table/rows", (c) => {
    const rows = memory.tables.get(c.req.param("table"));
    if (rows === undefined) return problem(c, 404, "no such table");
    const { prefix = "", from = "", to, limit = "20", pageToken = "0", keyEncoding, valueEncoding } = c.req.query();
    const wanted = rows.filter(({ key }) => {
      const text = key.toString("utf8");
      return text.startsWith(prefix) && text >= from && (to === undefined || text < to);
    });
    const part = wanted.slice(Number(pageToken), Number(pageToken) + Number(limit));
    const text = (bytes: Buffer, encoding: string | undefined) =>
      encoding === "base64" ? bytes.toString("base64") : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    try {
      const shown = part.map(({ key, cells }) => ({
        key: text(key, keyEncoding),
        cells: cells.map((cell) => ({ ...cell, value: text(cell.value, valueEncoding) })),
      }));
      const next = Number(pageToken) + Number(limit);
      return c.json({ rows: shown, nextPageToken: next < wanted.length ? String(next) : undefined });
    } catch {
      return problem(c, 422, "a value is not UTF-8: ask for base64");
    }
  });

  app.post("/v1/tables", async (c) => {
    const { name } = await c.req.json<{ name: string }>();
    if (memory.tables.has(name)) return problem(c, 409, `${name} exists`);
    memory.tables.set(name, []);
    return c.json({ name }, 201);
  });
  app.get("/v1/tables/:table", (c) => {
    const name = c.req.param("table");
    return memory.tables.has(name) ? c.json({ name }) : problem(c, 404, "no such table");
  });
  app.post("/v1/tables/:table/rows/batch", async (c) => {
    type Put = { put: { row: string; cells: { column: string; value: string }[] } };
    const { operations } = await c.req.json<{ operations: Put[] }>();
    const rows = new Map(memory.tables.get(c.req.param("table"))?.map((row) => [row.key.toString(), row]));
    for (const { put } of operations) rows.set(put.row, rowOf(put.row, put.cells));
    const sorted = [...rows.values()].sort((one, other) => Buffer.compare(one.key, other.key));
    memory.tables.set(c.req.param("table"), sorted);
    return c.json({ results: operations.map(() => ({ status: 204 })) });
  });
}

const rowOf = (key: string, cells: readonly { column: string; value: string }[]): Row => ({
  key: Buffer.from(key),
  cells: cells.map(({ column, value }) => ({ column, value: Buffer.from(value), timestamp: 1_700_000_000_000 })),
});
