import { expect, it } from "vitest";
import { compareVersions, isSuitable, parseVersion, type Version } from "../../../cli/toolchain/version.ts";

it("reads a version out of what programs print", () => {
  expect(parseVersion("v3.250.0\n")).toEqual([3, 250, 0]);
  expect(parseVersion("3.251.1-alpha.1+dirty")).toEqual([3, 251, 1]);
  expect(parseVersion("go version go1.26 linux/amd64")).toEqual([1, 26, 0]);
  expect(parseVersion("command not found")).toBeUndefined();
});

it("compares numbers, not text", () => {
  expect(compareVersions([3, 9, 0], [3, 250, 0])).toBeLessThan(0);
  expect(compareVersions([3, 250, 1], [3, 250, 0])).toBeGreaterThan(0);
  expect(compareVersions([3, 250, 0], [3, 250, 0])).toBe(0);
});

it.each<[Version | undefined, boolean]>([
  [[3, 250, 0], true],
  [[3, 259, 0], true],
  [[3, 249, 9], false],
  [[4, 0, 0], false],
  [undefined, false],
])("takes %j from 3.250.0 on: %s", (version, suitable) => {
  expect(isSuitable(version, [3, 250, 0])).toBe(suitable);
});
