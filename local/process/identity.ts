import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process named so that no later process with the same number can be mistaken for it. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque: equal for one process, different for the next one with its number. */
  readonly startTime: string;
}

/** Names a living process; undefined when there is none with this number. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    if (process.platform !== "linux") {
      const startTime = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
      return startTime === "" ? undefined : { pid, startTime };
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // the name in parentheses may hold anything
    const [state, startTime] = [fields[0], fields[19]];
    return state === "Z" || startTime === undefined ? undefined : { pid, startTime };
  } catch {
    return undefined;
  }
}

/** True while the very process of the record runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.startTime === identity.startTime;
}

/** SIGTERM, then SIGKILL; resolves when the process is gone. Does nothing to a process that is not the recorded one. */
export async function endProcess(identity: ProcessIdentity, graceSeconds: number): Promise<void> {
  for (const [signal, seconds] of [
    ["SIGTERM", graceSeconds],
    ["SIGKILL", 10],
  ] as const) {
    if (!isAlive(identity)) return;
    process.kill(identity.pid, signal);
    const deadline = Date.now() + seconds * 1000;
    while (isAlive(identity) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
