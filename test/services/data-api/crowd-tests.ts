import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DataApiClient } from "../../support/data-api-client.ts";
import { keysOf, newTable, pages, putCall, readRow, type Row, writeRow } from "./tables.ts";

const CROWD = "/v1/tables/shop:crowd";

let api: DataApiClient;

/** Rows that many ask for at once, which the service sends to HBase together; `given` is a client of the service that stands. */
export function crowdTests(given: () => DataApiClient): void {
  beforeAll(() => {
    api = given();
  });

  describe("row operations that come at once over the data API", { timeout: 300_000 }, () => {
    beforeAll(() => api.expect(201, "admin", "POST", "/v1/tables", { json: newTable("shop:crowd") }));
    afterAll(() => api.expect(204, "admin", "DELETE", CROWD));

    it("answer each of many by itself, and every write before it is read", async () => {
      const numbers = Array.from({ length: 64 }, (_, at) => at);
      // Every other round in keys that a path has to encode: they go another way through the service.
      const sign = (round: number) => (round % 2 === 0 ? "-" : "/");
      const row = (at: number, round: number) => `at-once${sign(round)}${round}-${String(at).padStart(2, "0")}`;
      const wanted = (at: number) => (at % 8 === 7 ? 400 : 204);
      const written = async (at: number, round: number) => {
        const { path, json } = putCall(CROWD, row(at, round), {
          [wanted(at) === 400 ? "nofamily:v" : "d:v"]: `${round}-${at}`,
        });
        const { status } = await api.call("writer", "PUT", path, { json });
        const got = await api.call("reader", "GET", path);
        return { status, found: (got.body as Partial<Row>).cells?.map(({ value }) => value) };
      };
      for (let round = 0; round < 5; round++) {
        const all = await Promise.all(numbers.map((at) => written(at, round)));
        const expected = (at: number) =>
          wanted(at) === 400 ? { status: 400, found: undefined } : { status: 204, found: [`${round}-${at}`] };
        expect(all).toEqual(numbers.map(expected));
      }
      const kept = numbers.filter((at) => wanted(at) === 204);
      const gone = kept.filter((at) => at % 2 === 0);
      const at = (number: number) => putCall(CROWD, row(number, 0), {}).path;
      const both = await Promise.all([
        ...gone.map((number) => api.call("writer", "DELETE", at(number))),
        ...kept.filter((number) => number % 2 === 1).map((number) => api.call("reader", "GET", at(number))),
        ...gone.map((number) => api.call("reader", "GET", `${CROWD}/rows/nowhere-${number}`)),
      ]);
      expect(new Map([204, 200, 404].map((one) => [one, both.filter(({ status }) => status === one).length]))).toEqual(
        new Map([
          [204, gone.length],
          [200, kept.length - gone.length],
          [404, gone.length],
        ]),
      );
      const left = kept.filter((number) => !gone.includes(number)).map((number) => row(number, 0));
      expect(keysOf(await pages(api, "shop:crowd", { prefix: "at-once-0-" }))).toEqual(left);
      const values = numbers.map((number) => `of ${number}`);
      await Promise.all(values.map((value) => writeRow(api, CROWD, "at-once/same", { "d:v": value })));
      expect(values).toContain((await readRow(api, CROWD, "at-once/same")).cells[0]?.value);
    });
  });
}
