import debuggable from "@pulumi/pulumi/runtime/debuggable.js";
import { Resource } from "@pulumi/pulumi/resource.js";

/**
 * Pulumi's SDK writes down a trace with every promise that it makes, to name those that never settle. They are still found, and
 * said to be there, without it: together with what follows a fifth of what this program computes in a preview.
 */
type Debuggable = (promise: Promise<unknown>, context: unknown) => Promise<unknown>;
const { debuggablePromise } = debuggable as unknown as { readonly debuggablePromise: Debuggable }; // not in its types
const withoutTrace: Debuggable = (promise, context) => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return debuggablePromise(promise, context);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
};
Object.assign(debuggable, { debuggablePromise: withoutTrace });

/** Where in the program a resource was made goes to the state with each: paths of one machine, which nobody reads there. */
Object.assign(Resource, { callsites: () => [] });
