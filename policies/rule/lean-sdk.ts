/**
 * To be imported before `@pulumi/policy`. Its SDK loads a TypeScript compiler and a package manager for the serialization
 * of closures, and the automation API for programs that drive the CLI. No policy needs them; they are more than half of a
 * pack's start, and each preview starts one at least. What the runner loads before a pack is `lean-runner.cjs`' business.
 */
import { registerHooks } from "node:module";

const unneeded = [
  { name: "@npmcli/arborist", from: /\/@pulumi\/pulumi\// },
  { name: "typescript", from: /\/@pulumi\/pulumi\// },
  { name: "./automation", from: /\/@pulumi\/pulumi\/index\.js$/ },
];
const nothing = new URL("./nothing.cjs", import.meta.url).href;

registerHooks({
  resolve: (specifier, { parentURL = "", ...context }, next) =>
    unneeded.some(({ name, from }) => name === specifier && from.test(parentURL))
      ? { url: nothing, format: "commonjs", shortCircuit: true }
      : next(specifier, { ...context, parentURL }),
});
