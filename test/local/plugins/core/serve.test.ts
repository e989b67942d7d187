import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";

const main = join(import.meta.dirname, "../../../../local/plugins/main.ts");

it.each(["SIGINT", "SIGTERM"] as const)(
  "ends by itself on %s, so that the CLI need not wait and kill",
  async (signal) => {
    const plugin = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, "random", "127.0.0.1:1"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(plugin, "exit");
    const [port] = (await once(plugin.stdout.setEncoding("utf8"), "data")) as [string];
    expect(port).toMatch(/^\d+\n$/);
    plugin.kill(signal);
    expect(await ended).toEqual([0, null]);
  },
);

it("ends with its engine, whichever way that ends", async () => {
  const start = `require("node:child_process").spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ${JSON.stringify(main)}, "kubernetes"], { stdio: ["ignore", 1, 2] }); setInterval(() => undefined, 1000);`;
  const engine = spawn(process.execPath, ["-e", start], { stdio: ["ignore", "pipe", "inherit"] });
  await once(engine.stdout, "data"); // the plugin's port
  const closed = once(engine.stdout, "close"); // when the last process that holds it has ended
  engine.kill("SIGKILL");
  await closed;
  expect(engine.signalCode).toBe("SIGKILL");
});
