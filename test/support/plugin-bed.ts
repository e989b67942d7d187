import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { locate } from "../../cli/context.ts";
import { testEnvironment } from "../../cli/testing/environment.ts";
import { ensureToolchain, type Toolchain } from "../../cli/toolchain/index.ts";
import { succeeded } from "./e2e-bed.ts";
import { type Ended, Running } from "./e2e-process.ts";

const ROOT = resolve(import.meta.dirname, "..", "..");

/** One resource as Pulumi's state has it; secrets are shown as they are. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly initErrors?: readonly string[];
}

/** A small Pulumi project of its own, driven by the real CLI with the plugins that the toolchain lays out. */
export class PluginBed {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** What the state was exported as since the last command that could have changed it. */
  #exported: Promise<StateResource[]> | undefined;

  private constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.env = env;
  }

  /** Makes a project `plugins` with a stack `test`; `packages` are those that its programs import. */
  static async open(packages: readonly string[]): Promise<PluginBed> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "ty-plugin-")));
    const given = { home: join(folder, "home"), propertyRuns: undefined, full: false, dockerHost: undefined };
    const env = testEnvironment(process.env, { ...given, testImage: undefined, trainerImage: undefined });
    const toolchain: Toolchain = await ensureToolchain({ ...locate(ROOT, env), env }, () => undefined);
    const project = join(folder, "project");
    await mkdir(project);
    const lock = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    const dependencies = Object.fromEntries(packages.map((name) => [name, lock.dependencies[name]]));
    await writeFile(join(project, "package.json"), JSON.stringify({ type: "module", main: "index.ts", dependencies }));
    // As in the project's own Pulumi.yaml; the program's SDK is that of the project.
    const nodeargs = `--require=${join(ROOT, "stacks", "preload.ts")}`;
    const runtime = { name: "nodejs", options: { typescript: false, nodeargs } };
    await writeFile(join(project, "Pulumi.yaml"), JSON.stringify({ name: "plugins", runtime }));
    await symlink(join(ROOT, "node_modules"), join(project, "node_modules"));
    const bed = new PluginBed(project, { ...env, ...toolchain.env });
    await bed.ok(["stack", "init", "test"]);
    return bed;
  }

  /** Replaces the program. */
  async program(text: string): Promise<void> {
    await writeFile(join(this.folder, "index.ts"), text);
  }

  /** Starts the CLI with these words; it asks nothing and prints no colour. */
  start(args: readonly string[]): Running {
    const cli = new Running("pulumi", [...args, "--non-interactive", "--color=never"], {
      cwd: this.folder,
      env: this.env,
    });
    if (args[0] === "stack" || args[0] === "preview") return cli;
    const forget = () => (this.#exported = undefined);
    forget();
    void cli.done.then(forget, forget);
    return cli;
  }

  async run(args: readonly string[]): Promise<Ended> {
    return this.start(args).done;
  }

  async ok(args: readonly string[]): Promise<Ended> {
    return succeeded(`pulumi ${args.join(" ")}`, await this.run(args));
  }

  async up(args: readonly string[] = []): Promise<Ended> {
    return this.ok(["up", "--yes", "--skip-preview", "--suppress-outputs", ...args]);
  }

  /** The resources of the state that come from a plugin. */
  resources(): Promise<StateResource[]> {
    return (this.#exported ??= this.#export());
  }

  async #export(): Promise<StateResource[]> {
    const { stdout } = await this.ok(["stack", "export", "--show-secrets"]);
    const { deployment } = JSON.parse(stdout) as { deployment: { resources?: StateResource[] } };
    return (deployment.resources ?? []).filter((one) => one.id !== undefined && !one.type.startsWith("pulumi:"));
  }

  /** The resource with this name in the program. */
  async resource(name: string): Promise<StateResource> {
    const found = (await this.resources()).find((one) => one.urn.endsWith(`::${name}`));
    if (found === undefined) throw new Error(`the state has no resource ${name}`);
    return found;
  }

  async close(): Promise<void> {
    await rm(resolve(this.folder, ".."), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
