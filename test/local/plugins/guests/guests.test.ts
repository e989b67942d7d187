import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as grpc from "@grpc/grpc-js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import service from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import random from "@pulumi/random/package.json" with { type: "json" };
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../../../..");
const engine = "127.0.0.1:1"; // nobody: nothing is said to it here

let home: string;
let started: ChildProcess[];

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "guests-"));
  started = [];
});

afterEach(async () => {
  for (const child of started) {
    if (child.exitCode === null && child.signalCode === null && child.kill("SIGKILL")) await once(child, "exit");
  }
  rmSync(home, { recursive: true, force: true });
});

/** Starts a program as the CLI does; answers when it has said its port. */
async function start(file: string, args: readonly string[], options: { cwd?: string; env?: object } = {}) {
  const child = spawn(file, args, {
    cwd: options.cwd ?? root,
    env: { ...process.env, TRAINYARD_HOME: home, TRAINYARD_ROOT: root, ...options.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  const [port] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
  return { child, port: Number(port), ended: once(child, "exit") };
}

const startHost = (env: object = {}) => {
  const main = join(root, "local/plugins/language-nodejs/main.ts");
  return start(process.execPath, ["--disable-warning=ExperimentalWarning", main, engine], { env });
};

const startPlugin = (name: string, options: { cwd?: string } = {}) => {
  const launcher = join(home, `pulumi-resource-${name}`);
  copyFileSync(join(root, "local/plugins/pulumi-resource"), launcher);
  chmodSync(launcher, 0o755);
  return start(launcher, ["--logtostderr", engine], {
    ...options,
    env: { PATH: `${join(process.execPath, "..")}:${process.env["PATH"] ?? ""}` },
  });
};

/** The version that the plugin on `port` says it is, or undefined where nobody listens. */
function versionOn(port: number): Promise<string | undefined> {
  const client = new service.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  return new Promise((done) => {
    client.getPluginInfo(new empty.Empty(), (error: grpc.ServiceError | null, info?: plugin.PluginInfo) => {
      client.close();
      done(error === null ? info?.getVersion() : undefined);
    });
  });
}

/** What a process runs: `cat` where it only stands for a guest. */
const programOf = async (child: ChildProcess): Promise<string> => {
  const ps = spawn("ps", ["-o", "comm=", "-p", String(child.pid)], { stdio: ["ignore", "pipe", "inherit"] });
  const [name] = (await once(ps.stdout.setEncoding("utf8"), "data")) as [string];
  return name.trim();
};

describe("a plugin beside the language host of its CLI", () => {
  it("lives in the host, each with a port of its own, and ends with the process that stands for it", async () => {
    const host = await startHost();
    const first = await startPlugin("random");
    const second = await startPlugin("random");
    expect(await programOf(first.child)).toBe("cat");
    expect(new Set([host.port, first.port, second.port]).size).toBe(3);
    expect(await versionOn(first.port)).toBe(random.version);

    first.child.kill("SIGINT"); // as the CLI ends a plugin
    await first.ended;
    await expect.poll(() => versionOn(first.port)).toBeUndefined();
    expect(await versionOn(second.port)).toBe(random.version);
  });

  it("ends with the host, whichever way that ends; nothing stays but after a kill, and that until the next", async () => {
    const door = join(home, "local", "plugins");
    const host = await startHost();
    const plugin = await startPlugin("kubernetes");
    host.child.kill("SIGINT");
    expect(await host.ended).toEqual([0, null]);
    await plugin.ended;
    expect(readdirSync(door)).toEqual([]);

    const killed = await startHost();
    const orphan = await startPlugin("docker");
    killed.child.kill("SIGKILL");
    await orphan.ended;
    expect(readdirSync(door)).toHaveLength(1);
    const alone = await startPlugin("random"); // the file is there, and nobody behind it
    expect(await programOf(alone.child)).not.toBe("cat");
    expect(await versionOn(alone.port)).toBe(random.version);
  });

  it("has a process of its own where the host was not started, is told to, or runs elsewhere", async () => {
    const alone = await startPlugin("random");
    expect(await programOf(alone.child)).not.toBe("cat");

    await startHost({ TRAINYARD_PLUGINS_APART: "1" });
    expect(existsSync(join(home, "local", "plugins"))).toBe(false);

    await startHost();
    const elsewhere = await startPlugin("random", { cwd: home });
    expect(await programOf(elsewhere.child)).not.toBe("cat");
    expect(await versionOn(elsewhere.port)).toBe(random.version);
  });

  it("clears away what a CLI that is gone has left, and nothing of one that runs", async () => {
    const door = join(home, "local", "plugins");
    mkdirSync(door, { recursive: true });
    const gone = spawn("true");
    await once(gone, "exit");
    writeFileSync(join(door, `${gone.pid ?? 0}-1`), "1\n");
    writeFileSync(join(door, `${process.pid}-2`), "1\n");
    await startHost();
    expect(readdirSync(door).sort()).toEqual([`${process.pid}-1`, `${process.pid}-2`]);
  });
});
