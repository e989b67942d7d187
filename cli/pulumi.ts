import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { Failure } from "./failure.ts";
import type { EventLog } from "./plan/event-log.ts";
import { lastLines, lines, run } from "../local/process/run.ts";
import { clearDeadLocks, fileBackendFolder } from "./state-lock.ts";
import type { Site, Toolchain } from "./toolchain/index.ts";

/** One call of the Pulumi CLI. */
export interface PulumiCall {
  /** Command and flags: `["up", "--yes", "--skip-preview"]`. */
  readonly args: readonly string[];
  readonly stack: string;
  /** Merged configuration (cli/stack-config.ts), for the commands that read one. */
  readonly configFile?: string;
  /** Gets the engine's events, one JSON object a line. */
  readonly eventLog?: EventLog;
  /** Variables over the environment; undefined removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly onLine?: (line: string, from: "stdout" | "stderr") => void;
}

/** A Pulumi CLI at work. It has a process group of its own, so ^C in the terminal reaches only `./yard`, which decides. */
export interface PulumiProcess {
  readonly pid: number;
  readonly done: Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;
  /** As the first ^C: the program ends, operations under way are waited for. */
  interrupt(): void;
  /** As the second ^C and more: the CLI ends its plugins and leaves operations pending. */
  terminate(): void;
}

/** Starts the Pulumi CLI in the project. */
export function startPulumi(site: Site, toolchain: Toolchain, call: PulumiCall): PulumiProcess {
  const [command = "", ...rest] = call.args;
  const args = [
    ...[command, "--non-interactive", "--color=never", "--stack", call.stack],
    ...(call.configFile === undefined ? [] : ["--config-file", call.configFile]),
    ...(call.eventLog === undefined ? [] : ["--event-log", "/dev/fd/3"]),
    ...rest,
  ];
  const child = spawn("pulumi", args, {
    cwd: site.root,
    detached: true,
    env: {
      ...site.env,
      ...toolchain.env,
      ...(call.eventLog === undefined ? {} : { PULUMI_DEBUG_COMMANDS: "true" }), // the flag is hidden without it
      ...call.env,
    },
    stdio: ["ignore", "pipe", "pipe", call.eventLog?.descriptor ?? "ignore"],
  });
  const said = { stdout: "", stderr: "" };
  for (const from of ["stdout", "stderr"] as const) {
    const onLine = lines((line) => call.onLine?.(line, from));
    child[from]?.setEncoding("utf8").on("data", (text: string) => {
      said[from] += text;
      onLine(text);
    });
  }
  const done = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  }).then((exitCode) => ({ exitCode, ...said }));
  return {
    pid: child.pid ?? 0,
    done,
    interrupt: () => child.kill("SIGINT"),
    terminate: () => child.kill("SIGTERM"),
  };
}

/** Removes the state lock of a dead process, or refuses (see cli/state-lock.ts). */
export async function clearStateLock(site: Site, toolchain: Toolchain, stack: string, say: (line: string) => void) {
  const backend = toolchain.env["PULUMI_BACKEND_URL"] ?? site.env["PULUMI_BACKEND_URL"] ?? "";
  await clearDeadLocks(backend, await projectName(site.root), stack, say);
}

/** The `name` of Pulumi.yaml. */
export async function projectName(root: string): Promise<string> {
  const project = parse(await readFile(join(root, "Pulumi.yaml"), "utf8")) as { name: string };
  return project.name;
}

/** Where a file backend keeps the stacks of the project; undefined for any other backend. */
export async function stacksFolder(site: Site, toolchain: Toolchain): Promise<string | undefined> {
  const backend = toolchain.env["PULUMI_BACKEND_URL"] ?? "";
  if (!backend.startsWith("file:///")) return undefined;
  return join(fileBackendFolder(backend), ".pulumi", "stacks", await projectName(site.root));
}

/** True when the backend knows the stack. Throws a Failure where it does not say: that is no proof that there is none. */
export async function stackExists(site: Site, toolchain: Toolchain, stack: string): Promise<boolean> {
  const folder = await stacksFolder(site, toolchain);
  if (folder !== undefined) return [".json", ".json.gz"].some((kind) => existsSync(join(folder, `${stack}${kind}`)));
  const env = { ...site.env, ...toolchain.env };
  const args = ["stack", "export", "--stack", stack, "--non-interactive"];
  const { exitCode, stderr } = await run("pulumi", args, { cwd: site.root, env });
  if (exitCode === 0) return true;
  if (stderr.includes("no stack named")) return false;
  throw new Failure({
    what: `nobody can say whether there is a stack ${stack}`,
    on: toolchain.env["PULUMI_BACKEND_URL"] ?? site.env["PULUMI_BACKEND_URL"] ?? "the Pulumi backend",
    why: lastLines(stderr, 6) || `pulumi stack export ended with code ${exitCode}`,
    todo: "check the backend (PULUMI_BACKEND_URL) and its login",
  });
}

/**
 * Makes sure that the backend has the stack. `stack init` writes the salt of the passphrase into the project's folder, so
 * it runs in a folder of TRAINYARD_HOME that holds nothing but Pulumi.yaml.
 */
export async function ensureStack(site: Site, toolchain: Toolchain, stack: string): Promise<void> {
  if (await stackExists(site, toolchain, stack)) return;
  const folder = join(site.home, "config", "init");
  await mkdir(folder, { recursive: true });
  await copyFile(join(site.root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  const args = ["stack", "init", stack, "--no-select", "--non-interactive"];
  const made = await run("pulumi", args, { cwd: folder, env: { ...site.env, ...toolchain.env } });
  if (made.exitCode === 0 || made.stderr.includes("already exists")) return;
  throw new Failure({
    what: `the stack ${stack} could not be made`,
    on: toolchain.env["PULUMI_BACKEND_URL"] ?? site.env["PULUMI_BACKEND_URL"] ?? "the Pulumi backend",
    why: lastLines(made.stderr || made.stdout, 6),
    todo: "check the backend (PULUMI_BACKEND_URL) and its login",
  });
}
