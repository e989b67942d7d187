import { expect, it } from "vitest";
import { parseRows, parseSteady, parseUpload } from "../../../cli/bench/data-api-load.ts";

it("reads what the load tool answers", () => {
  const pair = { direct: 4000.5, http: 2600 };
  const times = { p50: 2.1, p95: 9, p99: 30 };
  expect(parseRows(JSON.stringify({ gets: [pair], puts: [pair, pair] }))).toEqual({ gets: [pair], puts: [pair, pair] });
  expect(parseSteady(JSON.stringify({ rowGet: [times], metadata: [times] })).metadata).toEqual([times]);
  expect(parseUpload(JSON.stringify({ uploads: [pair] }))).toEqual([pair]);
});

it.each([
  ["nothing measured", { gets: [], puts: [] }],
  ["a rate of nothing, which is no baseline", { gets: [{ direct: 0, http: 1 }], puts: [{ direct: 1, http: 1 }] }],
  ["half of it", { gets: [{ direct: 1, http: 1 }] }],
])("refuses %s", (_, said) => {
  expect(() => parseRows(JSON.stringify(said))).toThrow();
});
