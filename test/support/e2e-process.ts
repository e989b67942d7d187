import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { processesOf } from "../../local/host/leftovers.ts";

/** How a program ended. */
export interface Ended {
  /** null after a signal. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams as they came. */
  readonly output: string;
  readonly seconds: number;
}

/** A program under way. */
export class Running {
  readonly pid: number;
  readonly done: Promise<Ended>;
  readonly #child: ChildProcess;
  #output = "";

  constructor(command: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
    this.#child = child;
    this.pid = child.pid ?? 0;
    const startedAt = performance.now();
    const said = { stdout: "", stderr: "" };
    for (const from of ["stdout", "stderr"] as const) {
      child[from].setEncoding("utf8").on("data", (text: string) => {
        said[from] += text;
        this.#output += text;
      });
    }
    this.done = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode) => {
        resolve({ exitCode, ...said, output: this.#output, seconds: (performance.now() - startedAt) / 1000 });
      });
    });
  }

  /** What it has printed so far. */
  get output(): string {
    return this.#output;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

/** A process of this machine. */
export interface Seen {
  readonly pid: number;
  readonly command: string;
}

/** The processes whose environment holds `variable`, as `TRAINYARD_HOME=/tmp/x`: all that was started for that home. */
export function processesWith(variable: string): Seen[] {
  return processesOf(variable).map(({ pid }) => ({ pid, command: commandOf(String(pid)) }));
}

/** The command line of every process, as anybody on this machine can read it. */
export function commandLines(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(commandOf);
}

const commandOf = (pid: string): string => read(`/proc/${pid}/cmdline`).split("\0").join(" ").trim();

function read(file: string): string {
  try {
    return readFileSync(file, "latin1");
  } catch {
    return ""; // it has ended meanwhile
  }
}
