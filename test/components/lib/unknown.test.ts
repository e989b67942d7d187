import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { hasUnknown, UNKNOWN } from "../../../components/lib/unknown.ts";

it("is the value that this version of the SDK sends", () => {
  const rpc = createRequire(import.meta.url)("@pulumi/pulumi/runtime/rpc") as { unknownValue: string };
  expect(UNKNOWN).toBe(rpc.unknownValue);
});

it("is found at any depth", () => {
  expect(hasUnknown({ a: [1, { b: UNKNOWN }] })).toBe(true);
  expect(hasUnknown({ a: [1, null, "x"] })).toBe(false);
});
