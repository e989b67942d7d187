import { afterEach, expect, it } from "vitest";

const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
afterEach(() => {
  Reflect.deleteProperty(Error, "prepareStackTrace");
  if (before !== undefined) Object.defineProperty(Error, "prepareStackTrace", before);
});

it("takes the rewriting of stack traces away, and leaves a trace with this file and a line of it", async () => {
  Error.prepareStackTrace = () => "rewritten";
  expect(new Error("one").stack).toBe("rewritten");
  await import("../../stacks/stack-traces.ts");
  expect(new Error("two").stack).toMatch(/stack-traces\.test\.ts:\d+/);
});
