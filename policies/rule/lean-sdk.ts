/**
 * To be imported before `@pulumi/policy`. Its SDK loads a TypeScript compiler and a package manager for the serialization
 * of closures, which no policy needs; they are more than half of a pack's start, and each preview starts every pack.
 */
import { registerHooks } from "node:module";

const unneeded = new Set(["@npmcli/arborist", "typescript"]);
const nothing = new URL("./nothing.cjs", import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    unneeded.has(specifier) && context.parentURL?.includes("/@pulumi/pulumi/") === true
      ? { url: nothing, format: "commonjs", shortCircuit: true }
      : next(specifier, context),
});
