import { expect, it } from "vitest";
import { parseRows, parseSteady, parseUpload } from "../../../cli/bench/data-api-load.ts";

it("reads what the load tool answers", () => {
  const pair = { direct: 4000.5, http: 2600 };
  const times = { p50: 2.1, p95: 9, p99: 30 };
  const rows = { gets: [pair], puts: [pair, pair], getsOfOne: [pair], putsOfOne: [pair] };
  expect(parseRows(JSON.stringify(rows))).toEqual(rows);
  expect(parseSteady(JSON.stringify({ rowGet: [times], metadata: [times] })).metadata).toEqual([times]);
  expect(parseUpload(JSON.stringify({ uploads: [pair] }))).toEqual([pair]);
});

it.each([
  ["nothing measured", { gets: [] }],
  ["a rate of nothing, which is no baseline", { gets: [{ direct: 0, http: 1 }] }],
  ["half of it", { gets: undefined }],
])("refuses %s", (_, wrong) => {
  const pair = { direct: 1, http: 1 };
  const rows = { gets: [pair], puts: [pair], getsOfOne: [pair], putsOfOne: [pair] };
  expect(() => parseRows(JSON.stringify({ ...rows, ...wrong }))).toThrow();
});
