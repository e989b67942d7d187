import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../../support/cluster.ts";
import type { DataApiClient } from "../../support/data-api-client.ts";
import { DataApiDrill } from "../../support/data-api-drill.ts";
import { patient } from "../../support/patient.ts";
import { keysOf, pages, type Row } from "./tables.ts";

const TABLE = "kills:rows";
const PATH = `/v1/tables/${TABLE}`;
/** Rows of each user: a server that is killed at once leaves no time for them before it is back. */
const FEWEST = 6;
/** As many as go to HBase together. */
const USERS = 32;

let drill: DataApiDrill | undefined;
let api: DataApiClient;

const opened = (): DataApiDrill => {
  if (drill === undefined) throw new Error("there is no data API");
  return drill;
};

/** Waits as a 503 says. Anything else that is no success is an error. */
const steady = (method: string, path: string, json?: object) =>
  patient(503, `${method} ${path}`, () => api.call("writer", method, path, json === undefined ? {} : { json }));

/** Writes and reads back rows until it is told to end, and some in any case; answers with the number of rows that were acknowledged. */
async function use(
  name: string,
  end: AbortSignal,
): Promise<{ readonly rows: number; readonly longestSeconds: number }> {
  let [rows, longestSeconds] = [0, 0];
  while (!end.aborted || rows < FEWEST) {
    const path = `${PATH}/rows/${name}-${String(rows).padStart(6, "0")}`;
    const started = performance.now();
    const value = `of ${name} ${rows}`;
    const put = await steady("PUT", path, { cells: [{ column: "d:v", value }] });
    longestSeconds = Math.max(longestSeconds, put.waits === 0 ? (performance.now() - started) / 1000 : 0);
    expect(put.answer.status).toBe(204);
    const { answer } = await steady("GET", path);
    expect(answer.status).toBe(200);
    expect((answer.body as Row).cells.map((cell) => cell.value)).toEqual([value]);
    rows++;
  }
  return { rows, longestSeconds };
}

/** Uses the API by 32 at a time while something happens, and checks afterwards that every acknowledged row is there. */
async function through(name: string, happens: () => Promise<void>): Promise<void> {
  const end = new AbortController();
  const users = Array.from({ length: USERS }, (_, at) => use(`${name}${at}`, end.signal));
  const all = Promise.all(users);
  const [done] = await Promise.allSettled([happens()]);
  end.abort();
  const used = await all;
  if (done.status === "rejected") throw done.reason;
  for (const [at, { rows, longestSeconds }] of used.entries()) {
    const expected = Array.from({ length: rows }, (_, row) => `${name}${at}-${String(row).padStart(6, "0")}`);
    expect(keysOf(await pages(api, TABLE, { prefix: `${name}${at}-`, limit: 500 }))).toEqual(expected);
    // A request ends by itself, whatever a server does: 15 s for a write, and what a busy machine adds.
    expect(longestSeconds).toBeLessThan(40);
  }
}

beforeAll(async () => {
  drill = await DataApiDrill.open("api-tables-kills");
  api = drill.client;
  const families = [{ name: "d" }];
  await api.expect(201, "admin", "POST", "/v1/tables", { json: { name: TABLE, families } });
}, 1_500_000);
afterAll(async () => {
  await drill?.close();
});

describe("rows in use", { timeout: 900_000 }, () => {
  it("outlive a RegionServer that is killed: 503 and a time to try again, no row lost, no wrong answer", async () => {
    const { hdfs } = opened().hbase;
    await through("region", async () => {
      await hdfs.replacePod("herd-regionserver-0");
      await until(
        "rows are read again",
        async () => (await api.call("reader", "GET", `${PATH}/rows`, { query: { limit: 1 } })).status === 200,
        300,
      );
    });
  });

  it("outlive a DataNode that is killed", async () => {
    const { hdfs } = opened().hbase;
    await through("data", () => hdfs.replacePod("lake-datanode-0"));
  });

  it("were answered as the document says, every time", () => {
    expect(api.breaches).toEqual([]);
  });
});
