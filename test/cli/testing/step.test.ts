import { expect, it } from "vitest";
import { parsePart, type Stage, stagesOfPart, type Step, total } from "../../../cli/testing/step.ts";

const step = (name: string, parts: Step["parts"]): Step => ({
  name,
  parts,
  run: async () => ({ passed: 0, failed: 0, skipped: [] }),
});
const stages: readonly Stage[] = [
  [[step("types", "whole"), step("lint", "whole")], [step("unit", "split")]],
  [[step("training", "whole")]],
];

it("runs every whole step in exactly one part, and the others in each", () => {
  const parts = [1, 2].map((index) =>
    stagesOfPart(stages, { index, count: 2 }).map((lanes) => lanes.map((lane) => lane.map(({ name }) => name))),
  );
  expect(parts).toEqual([
    [[["types"], ["unit"]], [["training"]]],
    [[["lint"], ["unit"]], [[]]],
  ]);
});

it("reads a part, and refuses one that does not exist", () => {
  expect(parsePart("2/4")).toEqual({ index: 2, count: 4 });
  for (const text of ["0/4", "5/4", "1", "a/b", "1/0"]) expect(parsePart(text), text).toBeUndefined();
});

it("counts a skipped test as failed only in CI", () => {
  const tallies = [
    { passed: 2, failed: 1, skipped: ["a"] },
    { passed: 3, failed: 0, skipped: [] },
  ];
  expect(total(tallies, false)).toEqual({ passed: 5, failed: 1 });
  expect(total(tallies, true)).toEqual({ passed: 5, failed: 2 });
});
