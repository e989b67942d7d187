import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { stringify } from "yaml";
import { stackConfigFiles } from "../../cli/stack-config.ts";
import { locate } from "../../cli/context.ts";
import { stopLocal } from "../../cli/local.ts";
import { packNames } from "../../cli/plan/packs.ts";
import { ensureStack } from "../../cli/pulumi.ts";
import { type RunRecord, runRecordSchema } from "../../components/runpod/run/record.ts";
import { testEnvironment } from "../../cli/testing/environment.ts";
import { ensureToolchain, type Site, type Toolchain } from "../../cli/toolchain/index.ts";
import { binaryFolders } from "../../local/cluster/binaries.ts";
import { connectEngine } from "../../local/runpod/docker/engine.ts";
import { emulatorId } from "../../local/runpod/docker/socket-folder.ts";
import { Account } from "./e2e-account.ts";
import type { Clone } from "./e2e-clone.ts";
import { type Ended, processesWith, Running } from "./e2e-process.ts";
import type { StackValues } from "./e2e-stack.ts";
import { Kubectl } from "./kubectl.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/** The SDK's own, or the stand-in of local/plugins. */
const isDynamicProvider = /(?:dynamic-provider\/index\.js|plugins\/pulumi-nodejs\/main\.ts)/;

/** A stack with a TRAINYARD_HOME and an emulated RunPod of its own, driven by the real Pulumi CLI and by `./yard`. */
export class Bed {
  readonly stack: string;
  readonly home: string;
  readonly account: Account;
  readonly #clone: Clone;
  readonly #site: Site;
  readonly #toolchain: Toolchain;

  private constructor(clone: Clone, stack: string, made: { site: Site; toolchain: Toolchain }) {
    this.stack = stack;
    this.home = made.site.home;
    this.account = new Account(this.home);
    this.#clone = clone;
    this.#site = made.site;
    this.#toolchain = made.toolchain;
  }

  /** Opens a bed; its emulator runs. `stack`: 1 to 12 small letters; `home`: an empty folder to use. */
  static async open(clone: Clone, stack: string, home?: string): Promise<Bed> {
    home ??= await mkdtemp(join(tmpdir(), "ty-"));
    const given = { home, propertyRuns: undefined, full: false, dockerHost: process.env["DOCKER_HOST"] };
    const env = testEnvironment(process.env, { ...given, testImage: undefined, trainerImage: undefined });
    const site = { ...locate(clone.root, env), env };
    const bed = new Bed(clone, stack, { site, toolchain: await ensureToolchain(site, () => undefined) });
    try {
      await bed.yardOk(["local", "up"]);
      return bed;
    } catch (error) {
      await bed.close();
      throw error;
    }
  }

  get root(): string {
    return this.#clone.root;
  }

  /** Environment of every program of this bed. */
  get env(): Variables {
    return { ...this.#site.env, ...this.#toolchain.env };
  }

  /** Writes the stack's configuration and the limits of its environment. */
  async configure(values: StackValues): Promise<void> {
    const config = Object.fromEntries(Object.entries(values).map(([key, value]) => [`trainyard:${key}`, value]));
    await writeFile(join(this.root, `Pulumi.${this.stack}.yaml`), stringify({ config }));
    for (const pack of packNames(this.root)) await this.#limit(join(this.root, "policies", pack));
    const file = this.configFile;
    await mkdir(join(this.home, "config"), { recursive: true });
    const salt = existsSync(file) ? /^encryptionsalt: .*$/m.exec(await readFile(file, "utf8"))?.[0] : undefined;
    await writeFile(file, [stringify({ config }), ...(salt === undefined ? [] : [salt, ""])].join("\n"));
  }

  /** The copy of the configuration that plain `pulumi` is given: it may write its salt there. */
  get configFile(): string {
    return stackConfigFiles(this.#site, this.stack).merged;
  }

  /** The limits of dev, with images from anywhere and as many jobs as a test likes. */
  async #limit(pack: string): Promise<void> {
    const limits = JSON.parse(await readFile(join(pack, "dev.json"), "utf8")) as Record<string, unknown>;
    if ("max-usd-per-update" in limits) limits["max-usd-per-update"] = { max: 100 };
    if ("max-usd-running" in limits) limits["max-usd-running"] = { max: 100, prices: "dev.json" };
    if ("allowed-registries" in limits) limits["allowed-registries"] = { allowed: ["*"] };
    await writeFile(join(pack, `${this.stack}.json`), JSON.stringify(limits));
  }

  startYard(args: readonly string[], env: Variables = {}): Running {
    const variables = { ...this.#site.env, TRAINYARD_STACK: this.stack, ...env };
    return new Running("bash", [join(this.root, "yard"), ...args], { cwd: this.root, env: variables });
  }

  /** `./yard` on this bed's stack. */
  async yard(args: readonly string[], env: Variables = {}): Promise<Ended> {
    return this.startYard(args, env).done;
  }

  async yardOk(args: readonly string[], env: Variables = {}): Promise<Ended> {
    return succeeded(`./yard ${args.join(" ")}`, await this.yard(args, env));
  }

  /** Plain Pulumi CLI, as a person would call it beside `./yard local up`. */
  async startPulumi(args: readonly string[], env: Variables = {}): Promise<Running> {
    await ensureStack(this.#site, this.#toolchain, this.stack);
    const [command = "", ...rest] = args;
    const flags = ["--stack", this.stack, "--config-file", this.configFile, "--non-interactive", "--color=never"];
    return new Running("pulumi", [command, ...flags, ...rest], { cwd: this.root, env: { ...this.env, ...env } });
  }

  async pulumi(args: readonly string[], env: Variables = {}): Promise<Ended> {
    return (await this.startPulumi(args, env)).done;
  }

  async pulumiOk(args: readonly string[], env: Variables = {}): Promise<Ended> {
    return succeeded(`pulumi ${args.join(" ")}`, await this.pulumi(args, env));
  }

  /** `pulumi up` without a preview; `destroy` likewise. */
  async up(env: Variables = {}): Promise<Ended> {
    return this.pulumi(["up", "--yes", "--skip-preview"], env);
  }

  async destroy(): Promise<Ended> {
    return this.pulumi(["destroy", "--yes", "--skip-preview"]);
  }

  /** The stack's outputs. */
  async outputs<T>(): Promise<T> {
    const flags = ["stack", "output", "--json", "--show-secrets", "--stack", this.stack];
    const said = await new Running("pulumi", flags, { cwd: this.root, env: this.env }).done;
    return JSON.parse(succeeded("pulumi stack output", said).stdout) as T;
  }

  /** The stack's state as Pulumi keeps it, as text. */
  async stateText(): Promise<string> {
    const folder = join(this.home, "state", ".pulumi");
    const names = await readdir(folder, { recursive: true, withFileTypes: true });
    const texts = names
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(join(entry.parentPath, entry.name), "latin1"));
    return (await Promise.all(texts)).join("\n");
  }

  /** What is recorded of a job's attempts, oldest first. */
  async records(job: string): Promise<RunRecord[]> {
    const folders = await this.runFolders(job);
    const texts = await Promise.all(folders.map((folder) => readFile(join(folder, "status.json"), "utf8")));
    const records = texts.map((text) => runRecordSchema.parse(JSON.parse(text)));
    return records.sort((a, b) => (a.createdAt ?? "").localeCompare(b.createdAt ?? ""));
  }

  /** Folders of a job's attempts, oldest first: `<stack>-<hash8>-a<n>`. */
  async runFolders(job: string): Promise<string[]> {
    const folder = join(this.home, "runs", job);
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    return entries.flatMap((entry) => (entry.isDirectory() ? [join(folder, entry.name)] : [])).sort();
  }

  /** kubectl for the embedded cluster of this bed. */
  async kubectl(): Promise<Kubectl> {
    const { kubernetes } = await binaryFolders(this.#site);
    return new Kubectl(join(kubernetes, "kubectl"), join(this.home, "local", "cluster", "kubeconfig"));
  }

  /** Ids of the containers of this bed's pods. */
  async containers(): Promise<string[]> {
    const label = [`trainyard.emulator=${emulatorId(join(this.home, "local", "runpod"))}`];
    const { docker } = connectEngine(undefined);
    return (await docker.listContainers({ all: true, filters: { label } })).map((entry) => entry.Id);
  }

  /** The process of the dynamic provider at work for this bed. */
  pluginPids(): number[] {
    const ours = processesWith(`TRAINYARD_HOME=${this.home}`);
    return ours.filter((seen) => isDynamicProvider.test(seen.command)).map((seen) => seen.pid);
  }

  /** Puts an empty file into the root of every volume: the sign that a waiting command waits for. */
  async signal(file: string): Promise<void> {
    const folder = join(this.home, "local", "runpod", "volumes");
    for (const id of await readdir(folder)) await writeFile(join(folder, id, file), "");
  }

  /** Waits until the newest attempt of a job runs in its pod. */
  async running(job: string): Promise<RunRecord> {
    const newest = async () => (await this.records(job).catch(() => [])).at(-1);
    await expect.poll(async () => (await newest())?.status, { timeout: 300_000, interval: 200 }).toBe("running");
    const record = await newest();
    if (record === undefined) throw new Error(`job ${job} has no record`);
    return record;
  }

  /** What is left in the account and in the engine. */
  async leftovers(): Promise<string[]> {
    const pods = (await this.account.livePods()).map((pod) => `pod ${pod.name}`);
    const containers = (await this.containers()).map((id) => `container ${id}`);
    const volumes = (await this.account.liveVolumes()).map((id) => `volume ${id}`);
    return [...pods, ...containers, ...volumes];
  }

  /** Ends everything that was started for this bed, whatever state it is in, and forgets it. */
  async close(): Promise<void> {
    await stopLocal(this.#site, () => undefined).catch(() => undefined);
    for (const { pid } of processesWith(`TRAINYARD_HOME=${this.home}`)) killed(pid);
    const { docker } = connectEngine(undefined);
    for (const id of await this.containers()) await docker.getContainer(id).remove({ force: true, v: true });
    await rm(this.home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function killed(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
}

/** The result, when it is a success; else everything the program said. */
export function succeeded(what: string, ended: Ended): Ended {
  if (ended.exitCode === 0) return ended;
  throw new Error(`${what} ended with code ${String(ended.exitCode)}\n${ended.output}`);
}
