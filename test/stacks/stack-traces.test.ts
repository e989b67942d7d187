import debuggable from "@pulumi/pulumi/runtime/debuggable.js";
import { Resource } from "@pulumi/pulumi/resource.js";
import { expect, it } from "vitest";
import "../../stacks/stack-traces.ts";

const { debuggablePromise } = debuggable as unknown as {
  readonly debuggablePromise: (promise: Promise<unknown>, context: string) => Promise<unknown>;
};

it("takes no trace with a promise or a resource, and leaves those of errors", async () => {
  let traces = 0;
  const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  Error.prepareStackTrace = (error, sites) => {
    if (sites.length > 0) traces++;
    return String(error);
  };
  try {
    await debuggablePromise(Promise.resolve(), "a promise");
    expect((Resource as unknown as { callsites(): unknown[] }).callsites()).toEqual([]);
    expect(traces).toBe(0);
    expect(new Error("one").stack).toBe("Error: one");
    expect(traces).toBe(1);
  } finally {
    Reflect.deleteProperty(Error, "prepareStackTrace");
    if (before !== undefined) Object.defineProperty(Error, "prepareStackTrace", before);
  }
  expect(new Error("two").stack).toMatch(/stack-traces\.test\.ts(\?vitest=\d+)?:\d+/);
});
