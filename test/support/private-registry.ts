import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hash } from "bcryptjs";
import { stringify } from "yaml";
import { dockerClient } from "../../local/plugins/docker/client.ts";
import { freePort } from "../../local/process/free-port.ts";

/** Debian's package `docker-registry` brings it; the cluster's node runs the same. */
const program = "/usr/bin/docker-registry";

export const hasRegistry = existsSync(program);
export const user = { username: "robot", password: "SENTINEL-registry-5e1f" };

/** A real registry on loopback that lets one user in, and a folder of `docker login` of its own. */
export class PrivateRegistry {
  readonly address: string;
  /** DOCKER_CONFIG of whoever has logged in. */
  readonly dockerConfig: string;
  readonly #folder: string;
  readonly #process: ChildProcess;

  private constructor(address: string, folder: string, child: ChildProcess) {
    this.address = address;
    this.dockerConfig = join(folder, "docker");
    this.#folder = folder;
    this.#process = child;
  }

  static async start(): Promise<PrivateRegistry> {
    const folder = await mkdtemp(join(tmpdir(), "ty-registry-"));
    const address = `127.0.0.1:${await freePort()}`;
    await writeFile(join(folder, "htpasswd"), `${user.username}:${await hash(user.password, 4)}\n`);
    const config = {
      version: 0.1,
      log: { level: "error" },
      storage: { filesystem: { rootdirectory: join(folder, "data") } },
      http: { addr: address },
      auth: { htpasswd: { realm: "test", path: join(folder, "htpasswd") } },
    };
    await writeFile(join(folder, "config.yml"), stringify(config));
    const child = spawn(program, ["serve", join(folder, "config.yml")], { stdio: "ignore" });
    await answering(`http://${address}/v2/`, child);
    return new PrivateRegistry(address, folder, child);
  }

  /** `docker login`, as a person does it once. */
  login(): void {
    const env = { ...process.env, DOCKER_CONFIG: this.dockerConfig };
    const args = ["login", this.address, "--username", user.username, "--password-stdin"];
    execFileSync(dockerClient(env) ?? "docker", args, { env, input: user.password, stdio: ["pipe", "ignore", "pipe"] });
  }

  async stop(): Promise<void> {
    this.#process.kill();
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, "exit");
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (const until = Date.now() + 30_000; Date.now() < until;) {
    if (child.exitCode !== null) throw new Error(`the registry ended with code ${child.exitCode}`);
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 401) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the registry does not answer");
}
