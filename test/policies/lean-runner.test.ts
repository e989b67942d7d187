import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, it } from "vitest";
import { nodeOptions } from "../../cli/toolchain/node-options.ts";

const root = join(import.meta.dirname, "..", "..");
const script = createRequire(import.meta.url).resolve("@pulumi/pulumi/cmd/run-policy-pack/index.js");
/** Tells, when the process is told to end, whether it has loaded Node's inspector and the reader of source maps. */
const tell = `process.once("SIGTERM", () => {
  const has = (name) => process.moduleLoadList.includes("NativeModule " + name);
  const maps = Object.keys(require.cache).some((file) => file.includes("/source-map/"));
  process.stdout.write(JSON.stringify({ inspector: has("inspector"), maps }) + "\\n", () => process.exit(0));
});`;

/** What the SDK's own runner has loaded by the time that our pack serves its rules. */
async function served(nodeOptionsGiven: string): Promise<unknown> {
  const probe = `data:text/javascript,${encodeURIComponent(`import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(script)}); ${tell}`)}`;
  const args = [
    "--disable-warning=ExperimentalWarning",
    `--import=${probe}`,
    script,
    "127.0.0.1:9",
    join(root, "policies", "cost"),
  ];
  const env = { ...process.env, NODE_OPTIONS: nodeOptionsGiven };
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: join(root, "policies", "cost"),
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    if (child.stdout === null) throw new Error("no stdout");
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    expect(Number((await lines.next()).value)).toBeGreaterThan(0);
    child.kill("SIGTERM");
    return JSON.parse(String((await lines.next()).value)) as unknown;
  } finally {
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}

it("serves the rules of a pack without an inspector that listens to each script", async () => {
  expect(await served("")).toEqual({ inspector: true, maps: true });
  expect(await served(nodeOptions(root))).toEqual({ inspector: false, maps: false });
});
