import type { Caller, DataApiClient } from "../../support/data-api-client.ts";

export interface Cell {
  readonly column: string;
  readonly value: string;
  readonly timestamp: number;
}
export interface Row {
  readonly key: string;
  readonly cells: readonly Cell[];
}
export interface RowPage {
  readonly rows: readonly Row[];
  readonly nextPageToken?: string;
}
export interface BatchResult {
  readonly status: number;
  readonly row?: Row;
  readonly problem?: { readonly status: number; readonly detail: string };
}
export type Query = Readonly<Record<string, string | number | readonly string[]>>;

/** Text of each cell by its column, `family:qualifier`. */
export type Cells = Readonly<Record<string, string>>;

/** What makes a table of one family `d` that keeps three versions. */
export const newTable = (name: string, more: object = {}) => ({
  name,
  families: [{ name: "d", maxVersions: 3 }],
  ...more,
});

/** The path and the body that put a row; `table` is the path of the table. */
export const putCall = (table: string, row: string, cells: Cells, more: object = {}) => ({
  path: `${table}/rows/${encodeURIComponent(row)}`,
  json: { cells: Object.entries(cells).map(([column, value]) => ({ column, value })), ...more },
});

export async function writeRow(
  api: DataApiClient,
  table: string,
  row: string,
  cells: Cells,
  more: object = {},
  status = 204,
): Promise<void> {
  const { path, json } = putCall(table, row, cells, more);
  await api.expect(status, "writer", "PUT", path, { json });
}

export function readRow(api: DataApiClient, table: string, row: string, query: Query = {}): Promise<Row> {
  return api.expect<Row>(200, "reader", "GET", `${table}/rows/${encodeURIComponent(row)}`, { query });
}

/** Bytes as they stand in a path or a query. */
export const inPath = (...bytes: readonly number[]): string => Buffer.from(bytes).toString("base64url");

/** Puts rows `<prefix><5 digits>` with one cell each, `count` of them, `step` apart. */
export async function putMany(
  api: DataApiClient,
  table: string,
  prefix: string,
  count: number,
  step = 1,
): Promise<readonly string[]> {
  const keys = Array.from({ length: count }, (_, at) => `${prefix}${String(at * step).padStart(5, "0")}`);
  for (let first = 0; first < count; first += 500) {
    const operations = keys
      .slice(first, first + 500)
      .map((row) => ({ put: { row, cells: [{ column: "d:v", value: `of ${row}` }] } }));
    const { results } = await api.expect<{ results: readonly BatchResult[] }>(
      200,
      "writer",
      "POST",
      `/v1/tables/${table}/rows/batch`,
      { json: { operations } },
    );
    const bad = results.filter(({ status }) => status !== 204);
    if (bad.length > 0) throw new Error(`${bad.length} puts failed: ${JSON.stringify(bad[0])}`);
  }
  return keys;
}

/** All pages of a query, one after the other; `between` is awaited after each. */
export async function pages(
  api: DataApiClient,
  table: string,
  query: Query,
  between: () => Promise<unknown> = () => Promise.resolve(),
  caller: Caller = "reader",
): Promise<readonly RowPage[]> {
  const all: RowPage[] = [];
  let pageToken: string | undefined;
  do {
    const more = pageToken === undefined ? {} : { pageToken };
    const page = await api.expect<RowPage>(200, caller, "GET", `/v1/tables/${table}/rows`, {
      query: { ...query, ...more },
    });
    all.push(page);
    pageToken = page.nextPageToken;
    await between();
  } while (pageToken !== undefined);
  return all;
}

export const keysOf = (found: readonly RowPage[]): readonly string[] =>
  found.flatMap(({ rows }) => rows.map(({ key }) => key));
