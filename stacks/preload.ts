import { createRequire, Module } from "node:module";

/**
 * Node.js loads this before Pulumi's program runner (`nodeargs` in Pulumi.yaml). The runner loads three things whatever it is
 * asked for, together a third of what this program computes in a preview, and this program needs none of them.
 */
const runner = createRequire(import.meta.resolve("@pulumi/pulumi/cmd/run/index.js"));

function instead(name: string, exports: object): void {
  const file = runner.resolve(name);
  const module = new Module(file);
  Object.assign(module, { filename: file, exports, loaded: true });
  runner.cache[file] = module;
}

interface Tracer {
  startSpan(name: string): unknown;
}

// Sends spans to a Zipkin server, of which `--tracing` gives the address: 240 modules. Without it all spans come to nothing.
if (!process.argv.some((argument) => argument.startsWith("--tracing"))) {
  const { trace } = runner("@opentelemetry/api") as { trace: { getTracer(name: string): Tracer } };
  const nothing = () => undefined;
  const newSpan = (name: string) => trace.getTracer("nodejs-runtime").startSpan(name);
  instead("./tracing", { start: nothing, stop: nothing, newSpan });
}

// Lets a debugger into this process, which tells it of each script, so that functions can be kept in a state. We keep none.
const refuse = (): never => {
  throw new Error("no function is kept in a state here: name a life cycle instead, as components/lib/shim.ts does");
};
instead("../../runtime/closure/v8Hooks", {
  isInitializedAsync: () => Promise.resolve(),
  getSessionAsync: () => Promise.resolve().then(refuse),
  getScriptUrl: refuse,
});

// Rewrites stack traces by source maps. Node.js takes the types out of our sources in place: lines and columns stay what they are.
instead("source-map-support/register", {});
