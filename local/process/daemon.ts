import { spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { identify, type ProcessIdentity } from "./identity.ts";

export interface DaemonOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Gets what the process prints; a full one moves to `<name>.1`. */
  readonly logFile: string;
}

/** A log is moved aside at the next start once it is larger than this. */
const rotateBytes = 10 * 1024 * 1024;

/** Starts a process that outlives this one, in a session of its own; throws where the program cannot be started. */
export async function startDaemon(options: DaemonOptions): Promise<ProcessIdentity> {
  rotate(options.logFile);
  const log = openSync(options.logFile, "a", 0o600);
  try {
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ["ignore", log, log],
    });
    const pid = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("spawn", () => resolve(child.pid ?? 0));
    });
    child.unref();
    return identify(pid) ?? { pid, startTime: "ended at once" };
  } finally {
    closeSync(log);
  }
}

function rotate(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file) && statSync(file).size > rotateBytes) renameSync(file, `${file}.1`);
}
