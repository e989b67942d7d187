import { expect, it } from "vitest";
import { changesBetween } from "../../../../local/plugins/core/diff.ts";
import { renderPath } from "../../../../local/plugins/core/paths.ts";
import { type PropertyValue, unknownValue } from "../../../../local/plugins/core/values.ts";

const told = (before: PropertyValue, after: PropertyValue) =>
  changesBetween(before, after).map(({ path, kind }) => `${kind} ${renderPath(path)}`);

it("names the smallest parts that differ", () => {
  const before = { spec: { ports: [{ port: 80 }, { port: 81 }], type: "ClusterIP" }, gone: 1 };
  const after = { spec: { ports: [{ port: 80, name: "http" }], type: "NodePort" } };
  expect(told(before, after)).toEqual([
    "add spec.ports[0].name",
    "delete spec.ports[1]",
    "update spec.type",
    "delete gone",
  ]);
});

it("takes null and absence for the same, and a change of kind for an update", () => {
  expect(told({ a: null }, {})).toEqual([]);
  expect(told({ a: [1] }, { a: { b: 1 } })).toEqual(["update a"]);
});

it("holds an unknown for a change, even against an unknown", () => {
  expect(told({ a: 1, b: unknownValue }, { a: unknownValue, b: unknownValue })).toEqual(["update a", "update b"]);
});

it("writes paths as Pulumi does", () => {
  const path = ["metadata", "labels", "app.kubernetes.io/name", 0];
  expect(renderPath(path)).toBe('metadata.labels["app.kubernetes.io/name"][0]');
});
