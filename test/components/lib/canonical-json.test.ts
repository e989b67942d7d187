import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../components/lib/canonical-json.ts";

describe("canonical JSON", () => {
  it("sorts keys at every depth, keeps lists as they are and leaves undefined out", () => {
    const value = { b: [2, 1, { d: null, c: "é" }], a: { y: true, x: 1.5 }, z: undefined };
    expect(canonicalJson(value)).toBe('{"a":{"x":1.5,"y":true},"b":[2,1,{"c":"é","d":null}]}');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, () => 1])("refuses %s", (value) => {
    expect(() => canonicalJson([value])).toThrow("JSON cannot hold");
  });
});
