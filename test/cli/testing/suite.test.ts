import { expect, it } from "vitest";
import { suite } from "../../../cli/testing/suite.ts";

const image = { name: "trainer:1", host: "unix:///no/such.sock", contents: ["sha256:1"] };
const names = (of: ReturnType<typeof suite>) => of.map((stage) => stage.map((lane) => lane.map(({ name }) => name)));

it("needs no container where there is no image: one lane of what computes", () => {
  const [[lane = []] = [], ...others] = names(suite(undefined));
  expect(others).toEqual([]);
  expect(lane).toEqual(expect.arrayContaining(["types (tsc)", "lint (eslint)", "Python types (mypy)", "unit tests"]));
});

/** For each step the steps that have certainly ended before it begins. */
function before(stages: ReturnType<typeof suite>): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>();
  for (const lane of stages.flat())
    lane.forEach((step, at) => known.set(step.name, new Set(lane.slice(0, at).map(({ name }) => name))));
  // What the steps wait for has a lane before it as well.
  for (const { name, after = [] } of stages.flat(2))
    for (const earlier of after) known.set(name, new Set([...(known.get(name) ?? []), earlier.name]));
  const all = (name: string, seen = new Set<string>()): Set<string> => {
    for (const earlier of known.get(name) ?? []) if (!seen.has(earlier)) all(earlier, seen.add(earlier));
    return seen;
  };
  return new Map([...known.keys()].map((name) => [name, all(name)]));
}

it("takes stock of the machine beside nothing but what computes, and takes stacks down when that is done", () => {
  const stock = "tests that take stock of the machine";
  const order = before(suite(image));
  const later = [...order].filter(([, earlier]) => earlier.has(stock)).map(([name]) => name);
  expect(later).toEqual(expect.arrayContaining(["training tests (in the trainer image)", "browser tests"]));
  expect(later).toEqual(expect.arrayContaining(["container tests", "cluster tests", "end-to-end tests"]));
  expect(later).toContain("end-to-end tests with ./yard down");
  expect(later).not.toContain("unit tests");
  expect([...(order.get("end-to-end tests with ./yard down") ?? [])]).toContain("unit tests");
});
