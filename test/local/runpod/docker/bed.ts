import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectEngine } from "../../../../local/runpod/docker/engine.ts";
import { createDockerRunner, type DockerRunner } from "../../../../local/runpod/docker/runner.ts";
import { emulatorId, makeSocketFolder } from "../../../../local/runpod/docker/socket-folder.ts";
import type { ContainerEvents, ContainerSpec } from "../../../../local/runpod/runner.ts";

/** An image with sh, bash and perl in the engine's store. */
export const image = process.env.TRAINYARD_TEST_IMAGE ?? "debian:bookworm-slim";
/** Where a pod finds the stand-in of the emulator. */
export const port = 47_123;

/** What a container reported. */
export class Reports implements ContainerEvents {
  readonly lines: string[] = [];
  readonly system: string[] = [];
  readonly outcomes: string[] = [];
  log = (source: "container" | "system", line: string) =>
    void (source === "container" ? this.lines : this.system).push(line);
  started = () => void this.outcomes.push("started");
  exited = (exitCode: number) => void this.outcomes.push(`exited ${exitCode}`);
  failed = (reason: string) => void this.outcomes.push(`failed ${reason}`);
}

/** A runner in a folder of its own, and a small server that answers on the emulator's unix socket. */
export class DockerBed {
  readonly stateDir: string;
  readonly socketFolder: string;
  readonly runner: DockerRunner;
  readonly engine = connectEngine(undefined);
  readonly #api: Server;

  private constructor(at: { stateDir: string; socketFolder: string; api: Server }) {
    this.stateDir = at.stateDir;
    this.socketFolder = at.socketFolder;
    this.#api = at.api;
    this.runner = this.#newRunner();
  }

  static async open(): Promise<DockerBed> {
    const stateDir = await mkdtemp(join(tmpdir(), "ty-"));
    const socketFolder = await makeSocketFolder(stateDir);
    const api = createServer((request, response) => response.end(`emulator saw ${request.url ?? ""}`));
    await new Promise<void>((resolve) => api.listen(join(socketFolder, "api.sock"), resolve));
    return new DockerBed({ stateDir, socketFolder, api });
  }

  #newRunner(network: "none" | "host" = "none"): DockerRunner {
    const { stateDir, socketFolder, engine } = this;
    const apiSocket = join(socketFolder, "api.sock");
    return createDockerRunner({ engine, stateDir, port, socketFolder, apiSocket, network });
  }

  /** A runner as somebody who is not root has it. */
  onHostNetwork(): DockerRunner {
    return this.#newRunner("host");
  }

  /** Starts `script` by a runner in another process and kills that process once the pod says "listening". */
  async runnerThatDies(script: string): Promise<{ diedAtMs: number }> {
    const { stateDir, socketFolder } = this;
    const options = { stateDir, port, socketFolder, apiSocket: join(socketFolder, "api.sock") };
    const file = fileURLToPath(new URL("./doomed-runner.ts", import.meta.url));
    const given = JSON.stringify({ options, spec: this.spec(script) });
    const child = spawn(process.execPath, [file, given], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    return { diedAtMs: Date.now() };
  }

  /** A pod that runs `script` in sh. */
  spec(script: string, change: Partial<ContainerSpec> = {}): ContainerSpec {
    return {
      podId: "pod1",
      image,
      entrypoint: undefined,
      cmd: ["sh", "-c", script],
      env: {},
      diskGb: 5,
      mount: undefined,
      registry: undefined,
      ...change,
    };
  }

  async containers(): Promise<string[]> {
    const label = [`trainyard.emulator=${emulatorId(this.stateDir)}`];
    const found = await this.engine.docker.listContainers({ all: true, filters: { label } });
    return found.map((entry) => entry.Id);
  }

  /** Ends all and returns what was left over after that: containers, processes, sockets. */
  async close(): Promise<string[]> {
    await this.runner.close(0);
    await new Promise((resolve) => this.#api.close(resolve));
    const sockets = (await readdir(this.socketFolder)).filter((name) => name !== "api.sock");
    const left = [...(await this.containers()), ...(await forwardersOf(this.socketFolder)), ...sockets];
    await this.runner.removeStrangers(new Set(), () => undefined);
    await rm(this.stateDir, { recursive: true });
    return left;
  }
}

/** Ids of the forwarder processes whose sockets lie in `folder`. */
export async function forwardersOf(folder: string): Promise<string[]> {
  const ids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "")));
  return ids.filter((_id, at) => lines[at]?.includes("netns-forwarder") && lines[at].includes(folder));
}
