import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { shareOf, timesFile } from "../../../cli/testing/shares.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");
const shares = (paths: readonly string[], seconds: Readonly<Record<string, number>>, count: number) =>
  Array.from({ length: count }, (_, at) => shareOf(paths, seconds, { index: at + 1, count }));

it("gives every file to one part, the same one on every machine, and no part more than its longest file above the others", () => {
  const timed = fc.dictionary(fc.string({ minLength: 1 }), fc.integer({ min: 1, max: 2000 }), { maxKeys: 40 });
  fc.assert(
    fc.property(timed, fc.integer({ min: 1, max: 8 }), (seconds, count) => {
      const paths = Object.keys(seconds);
      const parts = shares(paths, seconds, count);
      expect(parts.flatMap((part) => [...part]).sort()).toEqual([...paths].sort());
      expect(shares([...paths].reverse(), seconds, count)).toEqual(parts);
      const loads = parts.map((part) => [...part].reduce((sum, path) => sum + (seconds[path] ?? 0), 0));
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(Math.max(0, ...Object.values(seconds)));
    }),
  );
});

it("knows the times of files that are there, a minute or more each", () => {
  const seconds = JSON.parse(readFileSync(join(root, timesFile), "utf8")) as Record<string, number>;
  expect(Object.keys(seconds).filter((path) => !existsSync(join(root, path)))).toEqual([]);
  expect(Math.min(...Object.values(seconds))).toBeGreaterThanOrEqual(60);
});
