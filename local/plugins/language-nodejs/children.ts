import { type ChildProcess, spawn } from "node:child_process";
import type { NodeProcess } from "./program.ts";

export interface ChildEvents {
  /** Where the output goes. @default to the CLI, which shows it as it is */
  readonly onOutput?: (from: "stdout" | "stderr", data: Buffer) => void;
  readonly onExit: (exitCode: number) => void;
}

/** After SIGTERM a program has this long before it is killed. */
const graceMilliseconds = 5000;

/** The Node.js processes that this host has started; none outlives it. */
export class Children {
  readonly #running = new Set<ChildProcess>();

  /** Starts a process and answers with the way to end it. */
  start(wanted: NodeProcess, events: ChildEvents): () => void {
    const piped = events.onOutput !== undefined;
    const child = spawn(process.execPath, wanted.args, {
      cwd: wanted.cwd,
      env: wanted.env,
      stdio: piped ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    this.#running.add(child);
    child.stdout?.on("data", (data: Buffer) => events.onOutput?.("stdout", data));
    child.stderr?.on("data", (data: Buffer) => events.onOutput?.("stderr", data));
    child.on("error", (error) => events.onOutput?.("stderr", Buffer.from(`${error.message}\n`)));
    child.once("close", (code) => {
      this.#running.delete(child);
      events.onExit(code ?? 1);
    });
    return () => this.#end(child);
  }

  /** Asks all to end, and kills those that do not. */
  endAll(): void {
    for (const child of this.#running) this.#end(child);
  }

  /** Kills all at once; for the end of this host itself. */
  killAll(): void {
    for (const child of this.#running) child.kill("SIGKILL");
  }

  #end(child: ChildProcess): void {
    child.kill("SIGTERM");
    setTimeout(() => child.kill("SIGKILL"), graceMilliseconds).unref();
  }
}
