import { spawn } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { serve } from "@hono/node-server";
import { describe, expect, it, onTestFinished } from "vitest";
import { createAccount } from "../../../components/runpod/account.ts";
import { topCgroups } from "../../../local/host/leftovers.ts";
import { identify, isAlive } from "../../../local/process/identity.ts";
import { createEmulator, realClock } from "../../../local/runpod/index.ts";
import { fakePulumi } from "../../support/fake-pulumi.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { startYard } from "../../support/yard-process.ts";

/** An account that holds one volume of stack dev, behind an address of this machine. */
async function account() {
  const runner = {
    adopt: async () => undefined,
    volume: { create: async () => undefined, remove: async () => undefined },
  };
  const emulator = createEmulator({ clock: realClock, runner: runner as never, seed: 1 });
  // Test files share a process: no other is to get this server's Request and Response.
  const options = { overrideGlobalObjects: false, port: 0, hostname: "127.0.0.1" };
  const server = serve({ ...options, fetch: (request) => emulator.fetch(request) });
  onTestFinished(async () => {
    server.close();
    await emulator.stop();
  });
  if (!server.listening) await new Promise((resolve) => server.once("listening", resolve));
  const apiBase = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { apiKey } = emulator.core.keys;
  const capabilities = { cmd: false, secrets: false };
  const things = createAccount({ apiBase, apiKey, userAgent: "test", clock: realClock, capabilities });
  await things.volumes.create({ name: "trainyard-dev-corpus", size: 10, dataCenter: "EU-RO-1" });
  return { things, env: { RUNPOD_API_URL: apiBase, RUNPOD_API_KEY: apiKey } };
}

async function bed() {
  const { things, env } = await account();
  const [home, cache, pulumi] = [temporaryFolder("down"), temporaryFolder("down-cache"), fakePulumi()];
  const places = { TRAINYARD_HOME: home, XDG_CACHE_HOME: cache, PATH: pulumi.path, TRAINYARD_STACK: "" };
  const down = (...args: string[]) => startYard(["down", ...args], { ...env, ...places, PULUMI_BACKEND_URL: "" }).done;
  const destroyed = () => pulumi.calls().some((call) => call.startsWith("destroy"));
  return { home, cache: join(cache, "trainyard"), things, down, destroyed };
}

/** A process that lives until the test ends or somebody ends it. */
function living(argv0: string) {
  const child = spawn("sleep", ["300"], { argv0, stdio: "ignore" });
  onTestFinished(() => void child.kill("SIGKILL"));
  const identity = identify(child.pid ?? 0);
  if (identity === undefined) throw new Error("it ended at once");
  return identity;
}

function write(file: string, value: unknown): string {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(value));
  return file;
}

describe("./yard down --delete-data", { timeout: 120_000 }, () => {
  it("asks before anything is taken down", async () => {
    const { down, destroyed, things } = await bed();
    expect(await down("-s", "dev", "--delete-data")).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/Delete the data on trainyard-dev-corpus \(10 GB\) for ever\?/) as string,
    });
    expect([destroyed(), (await things.volumes.list()).length]).toEqual([false, 1]);
  });

  it("deletes what was agreed to, once the stack is destroyed", async () => {
    const { down, destroyed, things } = await bed();
    expect(await down("-s", "dev", "--delete-data", "--yes")).toMatchObject({ code: 0 });
    expect([destroyed(), await things.volumes.list()]).toEqual([true, []]);
  });
});

describe("./yard down of a stack that has nothing on this machine", { timeout: 120_000 }, () => {
  it("stops the engine that ./yard started to build its images", async () => {
    const { down, home, cache } = await bed();
    const engine = living("dockerd");
    const socket = join(home, "engine.sock");
    const server = createServer((request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(request.url?.startsWith("/version") === true ? '{"Version":"20.10.24"}' : "[]");
    }).listen(socket);
    onTestFinished(() => void server.close());
    write(join(cache, "engine.json"), {
      ...engine,
      ...{ host: `unix://${socket}`, home, runDir: join(home, "run"), execRoot: join(home, "run", "exec") },
      ...{ dataRoot: join(cache, "engine"), cgroupParent: "/trainyard-none", cgroupsBefore: topCgroups() },
    });
    expect(await down("-s", "prod")).toMatchObject({ code: 0 });
    expect(isAlive(engine)).toBe(false);
  });

  it("leaves the test bed of another stack alone, and its inventory too", async () => {
    const { down, home } = await bed();
    const emulator = living(join(home, "local", "runpod", "main"));
    write(join(home, "local", "runpod.pid.json"), emulator);
    const none = { pods: [], containers: [], processes: [], mounts: [], links: [], iptables: [], cgroups: [] };
    const before = write(join(home, "local", "inventory-before.json"), none);
    expect(await down("-s", "prod")).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("nothing of stack prod is left running or billed") as string,
    });
    expect([isAlive(emulator), existsSync(before)]).toEqual([true, true]);
  });
});
