import { cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { stringify } from "yaml";
import { type Context, locate } from "../context.ts";
import { Failure } from "../failure.ts";
import { stopLocal } from "../local.ts";
import { lastLines, run, type RunResult } from "../../local/process/run.ts";
import type { KubeAccess } from "../../components/lib/kube-access.ts";
import { clusterStatus } from "../../local/cluster/index.ts";
import { packNames } from "../plan/packs.ts";
import { ensureStack } from "../pulumi.ts";
import { testEnvironment } from "../testing/environment.ts";
import { ensureToolchain, type Site, type Toolchain } from "../toolchain/index.ts";
import type { StackValues } from "./stacks.ts";

/** Not copied: what is made, and what belongs to other runs. */
const left = new Set(["node_modules", ".git", ".trainyard", "test", "docs", "coverage", "__pycache__"]);

/** A copy of the project with stacks, state and emulated RunPod of its own; nothing of it outlives the bench. */
export class BenchBed {
  readonly root: string;
  readonly home: string;
  /** An image with python3 in the engine's store. */
  readonly image: string;
  readonly #site: Site;
  readonly #toolchain: Toolchain;

  private constructor(site: Site, toolchain: Toolchain, image: string) {
    this.root = site.root;
    this.home = site.home;
    this.image = image;
    this.#site = site;
    this.#toolchain = toolchain;
  }

  static async open(context: Context, given: { image: string; dockerHost: string }): Promise<BenchBed> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "ty-bench-")));
    const root = join(folder, "project");
    const filter = (from: string) => from === context.root || !left.has(basename(from));
    await cp(context.root, root, { recursive: true, filter });
    await symlink(join(context.root, "node_modules"), join(root, "node_modules"));
    const none = { propertyRuns: undefined, full: false, testImage: undefined, trainerImage: undefined };
    const env = testEnvironment(context.env, { ...none, home: join(folder, "home"), dockerHost: given.dockerHost });
    const site = { ...locate(root, env), env };
    const bed = new BenchBed(site, await ensureToolchain(site, (line) => context.out.progress(line)), given.image);
    try {
      await bed.yard(["local", "up"]);
      return bed;
    } catch (error) {
      await bed.close();
      throw error;
    }
  }

  /** Stops everything and removes it. */
  async close(): Promise<void> {
    await stopLocal(this.#site, () => undefined);
    await rm(join(this.root, ".."), { recursive: true, force: true });
  }

  /** Writes a stack's configuration, with the limits of dev, and makes the stack. Returns the file for `--config-file`. */
  async configure(stack: string, values: StackValues): Promise<string> {
    const config = Object.fromEntries(Object.entries(values).map(([key, value]) => [`trainyard:${key}`, value]));
    await writeFile(join(this.root, `Pulumi.${stack}.yaml`), stringify({ config }));
    for (const pack of packNames(this.root)) {
      const folder = join(this.root, "policies", pack);
      if (stack !== "dev") await cp(join(folder, "dev.json"), join(folder, `${stack}.json`));
    }
    await ensureStack(this.#site, this.#toolchain, stack);
    const file = join(this.home, "bench", `Pulumi.${stack}.yaml`);
    await mkdir(join(this.home, "bench"), { recursive: true });
    await writeFile(file, stringify({ config }));
    return file;
  }

  /** `./yard` in the copy; throws a Failure unless it succeeds. Returns the seconds that it took. */
  async yard(args: readonly string[]): Promise<number> {
    const main = join(this.root, "cli", "main.ts");
    const flags = ["--disable-warning=ExperimentalWarning", main, ...args];
    return this.#timed(`./yard ${args.join(" ")}`, () => run(process.execPath, flags, this.#options(this.root)));
  }

  /** The Pulumi CLI in `cwd`; throws a Failure unless it succeeds. Returns the seconds that it took. */
  async pulumi(args: readonly string[], cwd = this.root): Promise<number> {
    const [command = "", ...rest] = args;
    const flags = [command, "--non-interactive", "--color=never", ...rest];
    return this.#timed(`pulumi ${args.join(" ")}`, () => run("pulumi", flags, this.#options(cwd)));
  }

  /** Seconds of a preview of a stack as it is, policies off. */
  preview(stack: string, configFile: string, flags: readonly string[] = []): Promise<number> {
    return this.pulumi(["preview", "--stack", stack, "--config-file", configFile, "--suppress-progress", ...flags]);
  }

  /** The cluster that stacks with `kubernetes: local` stand in. Throws where none runs. */
  async cluster(): Promise<KubeAccess> {
    const status = await clusterStatus(this.#site);
    if (status === undefined) throw new Error("the cluster of the bench does not run");
    const { kubeconfig, context } = status.cluster;
    return { kubeconfig, context };
  }

  /** What the emulated RunPod says on a control route. */
  async control(route: string): Promise<unknown> {
    const endpoint = await readFile(join(this.home, "local", "runpod", "endpoint.json"), "utf8");
    const { controlUrl } = JSON.parse(endpoint) as { controlUrl: string };
    const answer = await fetch(controlUrl + route, { headers: { "x-control": "1" } });
    return answer.json();
  }

  /** Where the file backend keeps a stack. */
  stateFile(stack: string): string {
    return join(this.home, "state", ".pulumi", "stacks", "trainyard", `${stack}.json`);
  }

  #options(cwd: string) {
    return { cwd, env: { ...this.#site.env, ...this.#toolchain.env } };
  }

  async #timed(what: string, act: () => Promise<RunResult>): Promise<number> {
    const before = performance.now();
    const { exitCode, stdout, stderr } = await act();
    const seconds = (performance.now() - before) / 1000;
    if (exitCode === 0) return seconds;
    throw new Failure({
      what: "the bench could not be run",
      on: what,
      why: `exit code ${exitCode}\n${lastLines(`${stdout}\n${stderr}`, 12)}`,
      todo: "run ./yard doctor; ./yard bench --only <name> repeats one row",
    });
  }
}
