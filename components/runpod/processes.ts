import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A running process; a later one with the same number has another `startedAt`. */
export interface ProcessFacts {
  readonly pid: number;
  readonly parentPid: number;
  /** Name of the program, without folder; Linux keeps 15 characters of it. */
  readonly program: string;
  /** Opaque: clock ticks since boot on Linux, a date elsewhere. */
  readonly startedAt: string;
}

/** What the operating system knows of a process; undefined where there is none, or only its remains. */
export type ReadProcess = (pid: number) => ProcessFacts | undefined;

/** From /proc on Linux, from `ps` elsewhere. */
export const readProcess: ReadProcess = process.platform === "linux" ? fromProc : fromPs;

function fromProc(pid: number): ProcessFacts | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return undefined;
  }
}

/** `/proc/<pid>/stat`: the program stands in parentheses and may hold any character, so fields count from the last one. */
export function parseStat(stat: string): ProcessFacts | undefined {
  const open = stat.indexOf("(");
  const close = stat.lastIndexOf(")");
  const [state, parent, ...rest] = stat.slice(close + 2).split(" ");
  const startedAt = rest[17];
  if (open < 0 || startedAt === undefined || state === "Z" || state === "X") return undefined;
  return { pid: Number.parseInt(stat), parentPid: Number(parent), program: stat.slice(open + 1, close), startedAt };
}

function fromPs(pid: number): ProcessFacts | undefined {
  try {
    const arguments_ = ["-o", "ppid=,stat=,lstart=,comm=", "-p", String(pid)];
    return parsePs(pid, execFileSync("ps", arguments_, { encoding: "utf8", env: { ...process.env, LC_ALL: "C" } }));
  } catch {
    return undefined;
  }
}

/** One line of `ps -o ppid=,stat=,lstart=,comm=`: `  1 Ss  Mon Nov 23 20:11:00 2026 /sbin/launchd`. */
export function parsePs(pid: number, line: string): ProcessFacts | undefined {
  const match = /^\s*(\d+)\s+(\S+)\s+(\w+\s+\w+\s+\d+\s+[\d:]+\s+\d+)\s+(.+?)\s*$/.exec(line);
  if (match === null || match[2]?.startsWith("Z")) return undefined;
  const [, parent = "0", , startedAt = "", command = ""] = match;
  return { pid, parentPid: Number(parent), program: command.split("/").at(-1) ?? command, startedAt };
}

/** Whether the very process that was seen still runs. */
export function isSame(seen: { pid: number; startedAt: string }, read: ReadProcess = readProcess): boolean {
  return read(seen.pid)?.startedAt === seen.startedAt;
}
