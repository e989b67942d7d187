import { expect, it } from "vitest";
import { suite } from "../../../cli/testing/suite.ts";

const image = { name: "trainer:1", host: "unix:///no/such.sock" };
const names = (of: ReturnType<typeof suite>) => of.map((stage) => stage.map((lane) => lane.map(({ name }) => name)));

it("needs no container where there is no image: one lane of what computes", () => {
  const [[lane = []] = [], ...others] = names(suite(undefined, "fast"));
  expect(others).toEqual([]);
  expect(lane).toEqual(expect.arrayContaining(["types (tsc)", "lint (eslint)", "Python types (mypy)", "unit tests"]));
});

it.each(["default", "full"] as const)("takes stock of the machine before any stack is taken down: %s", (extent) => {
  const lane = names(suite(image, extent))
    .flat()
    .find((steps) => steps.includes("end-to-end tests"));
  expect(lane).toEqual(["tests that take stock of the machine", "end-to-end tests"]);
});

it("runs the same steps in a full run, with fewer of them at a time", () => {
  const [short, full] = [names(suite(image, "default")), names(suite(image, "full"))];
  expect(full.flat(2).sort()).toEqual(short.flat(2).sort());
  expect(full.map((stage) => stage.length)).toEqual([2, 1]);
  expect(short.map((stage) => stage.length)).toEqual([4]);
});
