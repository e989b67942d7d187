import { readFileSync, readlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { startDaemon } from "../../process/daemon.ts";
import { Failure } from "../../process/failure.ts";
import { identify, isAlive, type ProcessIdentity } from "../../process/identity.ts";
import { readRecord, writeRecord } from "../../process/record.ts";
import { lastLines, run } from "../../process/run.ts";
import type { Binaries } from "../binaries.ts";
import { renderNodeSetup } from "../render/node.ts";
import { nameContext } from "../packages.ts";
import type { ClusterPaths } from "../site.ts";

/** The program that a node's process 1 is. */
export const HOLDER = "pause";

/**
 * The node is a set of namespaces (network, mounts, processes) that its process 1 holds. When that ends, the kernel ends
 * every process of the node and with them go its mounts, links and packet filter rules: nothing to clean up by hand.
 */
export async function ensureHolder(
  paths: ClusterPaths,
  binaries: Binaries,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly holder: ProcessIdentity; readonly fresh: boolean }> {
  const running = await findHolder(paths);
  if (running !== undefined) return { holder: running, fresh: false };
  const starter = await startDaemon({
    command: "unshare",
    args: [
      ...["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation=private"],
      join(binaries.own, HOLDER),
    ],
    env,
    cwd: "/",
    logFile: join(paths.logs, "node.log"),
  });
  const holder = await childOf(starter);
  if (holder === undefined || !(await becomes(holder, HOLDER)))
    throw await notStarted(paths, "its process 1 did not start");
  const setup = renderNodeSetup({ folder: paths.folder, programs: binaries.kubernetes });
  const done = await run("nsenter", [...enter(holder), "sh", "-c", setup], { env });
  if (done.exitCode !== 0) {
    process.kill(holder.pid, "SIGKILL");
    throw await notStarted(paths, lastLines(done.stderr, 6));
  }
  await writeRecord(holderRecord(paths), { ...holder });
  return { holder, fresh: true };
}

/** The process 1 of a running, complete node. */
export async function findHolder(paths: ClusterPaths): Promise<ProcessIdentity | undefined> {
  const record = await readRecord(holderRecord(paths), {});
  return record !== undefined && isAlive(record) ? record : undefined;
}

export function holderRecord(paths: ClusterPaths): string {
  return join(paths.processes, "node.json");
}

/** Arguments of nsenter that run what follows inside the node. */
export function enter(holder: ProcessIdentity): string[] {
  return [`--target=${holder.pid}`, "--net", "--mount", "--pid", "--"];
}

const childSeconds = 10;

/** The one child of a process that forks, as soon as there is one; undefined when the parent ends without. */
export async function childOf(parent: ProcessIdentity): Promise<ProcessIdentity | undefined> {
  const deadline = Date.now() + childSeconds * 1000;
  while (isAlive(parent) && Date.now() < deadline) {
    const [child] = children(parent.pid);
    const identity = child === undefined ? undefined : identify(child);
    if (identity !== undefined) return identity;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return undefined;
}

/** True once a process has turned into `program`; until then its namespaces may be incomplete. */
async function becomes(identity: ProcessIdentity, program: string): Promise<boolean> {
  const deadline = Date.now() + childSeconds * 1000;
  while (isAlive(identity) && Date.now() < deadline) {
    if (basename(readlinkSync(`/proc/${identity.pid}/exe`)) === program) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}

function children(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    return text === "" ? [] : text.split(" ").map(Number);
  } catch {
    return [];
  }
}

async function notStarted(paths: ClusterPaths, why: string): Promise<Failure> {
  return new Failure({
    what: "the cluster's node could not be set up",
    on: `namespaces of its own, log in ${join(paths.logs, "node.log")}`,
    why,
    todo: `run as root with CAP_SYS_ADMIN and CAP_NET_ADMIN, or ${nameContext}`,
  });
}
