import { expect, it } from "vitest";
import { suite } from "../../../cli/testing/suite.ts";

const image = { name: "trainer:1", host: "unix:///no/such.sock" };
const names = (of: ReturnType<typeof suite>) => of.map((stage) => stage.map((lane) => lane.map(({ name }) => name)));

it("needs no container where there is no image: one lane of what computes", () => {
  const [[lane = []] = [], ...others] = names(suite(undefined));
  expect(others).toEqual([]);
  expect(lane).toEqual(expect.arrayContaining(["types (tsc)", "lint (eslint)", "Python types (mypy)", "unit tests"]));
});

it("takes stock of the machine while nothing else runs, and before any stack is taken down", () => {
  expect(names(suite(image)).at(-1)).toEqual([["tests that take stock of the machine", "end-to-end tests"]]);
});

it("runs the tests of the cluster beside what computes, and beside no stack", () => {
  const [first = []] = names(suite(image));
  expect(first.map((lane) => lane.at(-1))).toEqual(["container tests", "cluster tests"]);
});
