import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/** A process to start: Node.js with `args` in `cwd`. */
export interface NodeProcess {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** What a RunRequest asks for, without its wire form. */
export interface ProgramRun {
  readonly monitor: string;
  readonly engine: string;
  readonly project: string;
  readonly stack: string;
  readonly organization: string;
  readonly rootDirectory: string;
  readonly programDirectory: string;
  readonly workingDirectory: string;
  readonly entryPoint: string;
  readonly parallel: number;
  readonly dryRun: boolean;
  readonly programArgs: readonly string[];
  /** Keys as the user writes them: `namespace:name`. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** `runtime.options` of Pulumi.yaml. */
  readonly options: Readonly<Record<string, unknown>>;
}

type Env = Readonly<Record<string, string | undefined>>;

/** The process that runs a program: the SDK's own `cmd/run` with the arguments that it reads. */
export function programProcess(run: ProgramRun, env: Env): NodeProcess {
  const named: readonly (readonly [string, string])[] = [
    ["monitor", run.monitor],
    ["engine", run.engine],
    ["organization", run.organization],
    ["project", run.project],
    ["stack", run.stack],
    ["root-directory", run.rootDirectory],
    ["pwd", run.workingDirectory],
    ["parallel", String(run.parallel)],
  ];
  return {
    cwd: run.programDirectory,
    args: [
      ...nodeArguments(run.options),
      sdkScript("run", run.programDirectory),
      ...named.filter(([, value]) => value !== "").flatMap(([name, value]) => [`--${name}`, value]),
      ...(run.dryRun ? ["--dry-run"] : []),
      run.entryPoint,
      ...run.programArgs,
    ],
    env: {
      ...env,
      PULUMI_CONFIG: JSON.stringify(runtimeConfig(run.config)),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(run.secretKeys),
      // the SDK compiles TypeScript itself unless told that the program needs no compiler
      PULUMI_NODEJS_TYPESCRIPT: run.options["typescript"] === false ? undefined : "true",
    },
  };
}

/** What a RunPluginRequest asks for. */
export interface PluginRun {
  readonly kind: string;
  readonly programDirectory: string;
  readonly args: readonly string[];
  /** `NAME=value` each. */
  readonly env: readonly string[];
}

/** The process that runs a policy pack or a plugin written in Node.js. */
export function pluginProcess(plugin: PluginRun, env: Env): NodeProcess {
  const script = plugin.kind === "analyzer" ? "run-policy-pack" : "run-plugin";
  return {
    cwd: plugin.programDirectory, // a policy pack reads the package.json of its working directory
    args: [sdkScript(script, plugin.programDirectory), ...plugin.args, plugin.programDirectory],
    env: { ...env, ...Object.fromEntries(plugin.env.map(splitVariable)) },
  };
}

/** `namespace:name` becomes `namespace:config:name`, the form in which the SDK looks keys up. */
export function runtimeConfig(config: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      const colon = key.indexOf(":");
      return [`${key.slice(0, colon)}:config:${key.slice(colon + 1)}`, value];
    }),
  );
}

/** A provider package that the program names in package.json, with the plugin that it needs. */
export interface RequiredPlugin {
  readonly name: string;
  readonly version: string;
  readonly server: string;
}

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly pulumi?: { readonly resource?: boolean; readonly name?: string; readonly version?: string; server?: string };
}

/** The resource plugins behind the program's direct dependencies. */
export function requiredPlugins(programDirectory: string): RequiredPlugin[] {
  const names = Object.keys(readPackage(programDirectory)?.dependencies ?? {});
  return names.flatMap((name) => {
    const found = readPackage(join(programDirectory, "node_modules", name));
    if (found?.pulumi?.resource !== true) return [];
    return [
      {
        name: found.pulumi.name ?? found.name.replace(/^@pulumi\//, ""),
        version: found.pulumi.version ?? found.version,
        server: found.pulumi.server ?? "",
      },
    ];
  });
}

function readPackage(folder: string): PackageJson | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as PackageJson;
  } catch {
    return undefined; // not installed: the program's own import says so better
  }
}

/** A script of the SDK that the program itself has installed. */
function sdkScript(name: string, programDirectory: string): string {
  const override = process.env["PULUMI_LANGUAGE_NODEJS_RUN_PATH"];
  if (name === "run" && override !== undefined && override !== "") return override;
  return createRequire(join(programDirectory, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
}

function nodeArguments(options: Readonly<Record<string, unknown>>): string[] {
  const given = options["nodeargs"];
  return typeof given === "string" ? given.split(/\s+/).filter((part) => part !== "") : [];
}

function splitVariable(variable: string): [string, string] {
  const equals = variable.indexOf("=");
  return [variable.slice(0, equals), variable.slice(equals + 1)];
}
