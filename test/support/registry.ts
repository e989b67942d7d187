import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import bcrypt from "bcryptjs";
import { expect, vi } from "vitest";
import { stringify } from "yaml";
import { ensurePackages } from "../../local/host/packages.ts";
import { freePort } from "../../local/process/free-port.ts";

/** Debian's docker-registry on a free loopback port, for one user. */
export class TestRegistry {
  static readonly username = "trainer";
  /** `localhost:<port>`: engines take a registry there without TLS. */
  readonly address: string;
  readonly password: string;
  /** What it keeps. */
  readonly data: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(address: string, password: string, made: { process: ChildProcess; folder: string }) {
    this.address = address;
    this.password = password;
    this.#process = made.process;
    this.#folder = made.folder;
    this.data = join(made.folder, "data");
  }

  /** `prepare` is given the folder of its data before it starts. */
  static async start(password: string, prepare?: (data: string) => Promise<unknown>): Promise<TestRegistry> {
    const none = { linux: "install docker-registry", other: "run this on Linux" };
    await ensurePackages({ "docker-registry": "docker-registry" }, process.env, () => undefined, none);
    const folder = await mkdtemp(join(tmpdir(), "ty-registry-"));
    await writeFile(join(folder, "users"), `${TestRegistry.username}:${await bcrypt.hash(password, 4)}\n`);
    const port = await freePort();
    const config = {
      version: 0.1,
      log: { level: "warn" },
      storage: { filesystem: { rootdirectory: join(folder, "data") } },
      http: { addr: `127.0.0.1:${port}` },
      auth: { htpasswd: { realm: "test", path: join(folder, "users") } },
    };
    await writeFile(join(folder, "config.yml"), stringify(config));
    await prepare?.(join(folder, "data"));
    const child = spawn("docker-registry", ["serve", join(folder, "config.yml")], { stdio: "ignore" });
    const registry = new TestRegistry(`localhost:${port}`, password, { process: child, folder });
    await vi.waitFor(async () => expect(await registry.#status("/v2/")).toBe(200), { timeout: 20_000, interval: 100 });
    return registry;
  }

  /** Status of the manifest `reference` (tag or digest) of a repository: 200 when it was pushed. */
  async manifest(repository: string, reference: string): Promise<number> {
    return this.#status(`/v2/${repository}/manifests/${reference}`);
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #status(path: string): Promise<number> {
    const login = Buffer.from(`${TestRegistry.username}:${this.password}`).toString("base64");
    const accept = "application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json";
    const headers = { authorization: `Basic ${login}`, accept };
    return (await fetch(`http://${this.address.replace("localhost", "127.0.0.1")}${path}`, { headers })).status;
  }
}
