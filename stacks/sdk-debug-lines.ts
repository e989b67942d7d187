import log from "@pulumi/pulumi/log/index.js";

/**
 * Pulumi's SDK tells the engine of every step of every resource, by a call each and one after the other: a fifth of what this
 * program computes in a preview, and the engine throws the lines away unless it runs with `--debug`. Only the debug lines
 * go; `TRAINYARD_SDK_DEBUG=1` keeps them.
 */
if (process.env["TRAINYARD_SDK_DEBUG"] !== "1") Object.assign(log, { debug: () => Promise.resolve() });
