import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { run } from "../../local/process/run.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const description = parse(readFileSync(`${root}/Pulumi.yaml`, "utf8")) as {
  readonly runtime: { readonly options: { readonly nodeargs: string } };
};
const nodeargs = description.runtime.options.nodeargs.split(" ");

/** What `script` prints in a process that has the options of the project's programs. */
async function printed(script: string, args: readonly string[] = []): Promise<string> {
  const flags = ["--disable-warning=ExperimentalWarning", ...nodeargs, "--eval", script, "--", ...args];
  const { exitCode, stdout, stderr } = await run(process.execPath, flags, { cwd: root });
  expect([exitCode, stderr]).toEqual([0, ""]);
  return stdout.trim();
}

/** Tells whether the exporter for Zipkin is loaded with the runner's tracing, which makes a span. */
const spans = `const tracing = require("@pulumi/pulumi/cmd/run/tracing.js");
  tracing.newSpan("x").setAttribute("a", 1).end();
  console.log(Object.keys(require.cache).some((file) => file.includes("exporter-zipkin")), Object.keys(tracing).sort().join());`;

it("is what Pulumi.yaml names, by a path from the project's root", () => {
  expect(nodeargs).toEqual(["--require=./stacks/preload.ts"]);
  expect(existsSync(`${root}/stacks/preload.ts`)).toBe(true);
});

it("leaves tracing out, with all that the runner calls, until an address is given", async () => {
  expect(await printed(spans)).toBe("false newSpan,start,stop");
  expect(await printed(spans, ["--tracing", "http://127.0.0.1:9"])).toBe("true newSpan,start,stop");
});

it("lets no debugger in, and says so to who would keep a function", async () => {
  const script = `const hooks = require("@pulumi/pulumi/runtime/closure/v8Hooks.js");
    hooks.isInitializedAsync().then(() => hooks.getSessionAsync()).catch((error) => console.log(error.message));`;
  expect(await printed(script)).toContain("no function is kept in a state here");
});

it("leaves stack traces as Node.js makes them", async () => {
  const script = `const before = Error.prepareStackTrace; require("source-map-support/register");
    console.log(Error.prepareStackTrace === before);`;
  expect(await printed(script)).toBe("true");
});
