/**
 * Node.js loads this first in whatever the Pulumi CLI starts below `./yard` (NODE_OPTIONS). In the runner of a policy pack it
 * takes the place of two modules, in all other processes it does nothing. The runner lets an inspector listen to each script
 * that is loaded, for functions that are kept in a state, which costs more than the pack and its SDK together; and it rewrites
 * stack traces by source maps, of which our rules have none.
 */
const script = process.argv[1] ?? "";

if (/[/\\]@pulumi[/\\]pulumi[/\\]cmd[/\\]run-policy-pack([/\\]index\.js)?$/.test(script)) {
  const { createRequire, Module } = require("node:module");
  const runner = createRequire(require.resolve(script));
  const instead = (name, exports) => {
    const file = runner.resolve(name);
    const module = new Module(file);
    Object.assign(module, { filename: file, exports, loaded: true });
    runner.cache[file] = module;
  };
  const refuse = () => {
    throw new Error("no function is kept in a state by a policy");
  };
  instead("../../runtime/closure/v8Hooks", {
    isInitializedAsync: () => Promise.resolve(),
    getSessionAsync: () => Promise.resolve().then(refuse),
    getScriptUrl: refuse,
  });
  instead("source-map-support/register", {});
}
