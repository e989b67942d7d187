import { readFileSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { identify } from "./identity.ts";

/** Linux counts process start times in hundredths of a second since boot, on every architecture that Node.js runs on. */
const ticksPerSecond = 100;

/** The program that a process runs, as its command line names it; empty when there is none. */
export function programOf(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] ?? "";
    return execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/** When a process started, in milliseconds since the epoch (exact to about a second); undefined when there is none. */
export function processStartedAt(pid: number): number | undefined {
  const identity = identify(pid);
  if (identity === undefined) return undefined;
  if (process.platform !== "linux") {
    return Date.parse(execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim());
  }
  const boot = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8"))?.[1];
  return Number(boot) * 1000 + (Number(identity.startTime) / ticksPerSecond) * 1000;
}
