import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { contentKey } from "../../cache/content-key.ts";
import { startDaemon } from "../../process/daemon.ts";
import { Failure } from "../../process/failure.ts";
import { endProcess, isAlive, type ProcessIdentity } from "../../process/identity.ts";
import { readRecord, removeRecord, writeRecord } from "../../process/record.ts";
import { lastLines } from "../../process/run.ts";
import { z } from "zod";
import type { ClusterPaths } from "../site.ts";
import { childOf, enter } from "./holder.ts";
import { readFileSync } from "node:fs";

/** A process to be kept running: inside the node where `holder` is given, else beside it on this machine. */
export interface Wanted {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly holder?: ProcessIdentity;
  /** Texts whose change asks for a restart, beside program and arguments. */
  readonly config?: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

const recordShape = { key: z.string() };
const graceSeconds = 10;

/** Starts a process unless it runs as wanted; answers whether it was started now. */
export async function ensureProcess(paths: ClusterPaths, wanted: Wanted): Promise<boolean> {
  const file = recordFile(paths, wanted.name);
  const key = keyOf(wanted);
  const running = await readRecord(file, recordShape);
  if (running !== undefined && isAlive(running)) {
    if (running.key === key) return false;
    await endProcess(running, graceSeconds);
  }
  const { name, program, args, holder, env } = wanted;
  const command = holder === undefined ? program : "nsenter";
  const daemon = await startDaemon({
    command,
    args: holder === undefined ? args : [...enter(holder), program, ...args],
    env,
    cwd: "/",
    logFile: logFile(paths, name),
  });
  const identity = holder === undefined ? daemon : await childOf(daemon);
  if (identity === undefined) throw ended(paths, name);
  await writeRecord(file, { ...identity, key });
  return true;
}

/** Whether a process runs, by its name. */
export async function isRunning(paths: ClusterPaths, name: string): Promise<boolean> {
  return (await findProcess(paths, name)) !== undefined;
}

export async function findProcess(paths: ClusterPaths, name: string): Promise<ProcessIdentity | undefined> {
  const record = await readRecord(recordFile(paths, name), {});
  return record !== undefined && isAlive(record) ? record : undefined;
}

/** Ends a process and forgets it. */
export async function stopProcess(paths: ClusterPaths, name: string, seconds = graceSeconds): Promise<void> {
  const record = await readRecord(recordFile(paths, name), {});
  if (record !== undefined) await endProcess(record, seconds);
  await removeRecord(recordFile(paths, name));
}

/** Names of all processes that were started and not forgotten. */
export async function recordedProcesses(paths: ClusterPaths): Promise<string[]> {
  const files = await readdir(paths.processes).catch(() => []);
  return files.filter((file) => file.endsWith(".json")).map((file) => file.slice(0, -".json".length));
}

export function logFile(paths: ClusterPaths, name: string): string {
  return join(paths.logs, `${name}.log`);
}

/** What to tell a person about a process that ended by itself. */
export function ended(paths: ClusterPaths, name: string, why = "it ended"): Failure {
  return new Failure({
    what: `the cluster's ${name} did not start`,
    on: `log in ${logFile(paths, name)}`,
    why: `${why}\n${lastLines(tail(logFile(paths, name)), 6)}`,
    todo: "read the log; ./yard local down && ./yard local up --cluster starts afresh, ./yard local reset --yes without data",
  });
}

function tail(file: string): string {
  try {
    return readFileSync(file, "utf8").slice(-20_000);
  } catch {
    return "";
  }
}

function recordFile(paths: ClusterPaths, name: string): string {
  return join(paths.processes, `${name}.json`);
}

function keyOf(wanted: Wanted): string {
  const { program, args, holder, config = [] } = wanted;
  return contentKey({ run: JSON.stringify([program, args, holder ?? null]), config: JSON.stringify(config) });
}
