import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";

const main = join(import.meta.dirname, "../../../../local/plugins/language-nodejs/main.ts");

it.each(["SIGINT", "SIGTERM"] as const)(
  "ends by itself on %s, so that the CLI need not wait and kill",
  async (signal) => {
    const host = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main, "127.0.0.1:1"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(host, "exit");
    const [port] = (await once(host.stdout.setEncoding("utf8"), "data")) as [string];
    expect(port).toMatch(/^\d+\n$/);
    host.kill(signal);
    expect(await ended).toEqual([0, null]);
  },
);
