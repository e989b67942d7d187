import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { processesWith, removeCgroups } from "../../host/leftovers.ts";
import { Failure } from "../../process/failure.ts";
import type { ProcessIdentity } from "../../process/identity.ts";
import { removeRecord } from "../../process/record.ts";
import { nodeProcessNames } from "../processes.ts";
import { type ClusterPaths, clusterPaths, type ClusterSite } from "../site.ts";
import { holdersOf, releaseSlot, type Slot } from "../slot.ts";
import { waysOf } from "./gate.ts";
import { findHolder, HOLDER, holderRecord } from "./holder.ts";
import { recordedProcesses, stopProcess } from "./running.ts";

const podSeconds = 15;
const namespaceSeconds = 20;

/**
 * Ends the node in order: what would start pods anew, the pods (asked first, so that databases close their files), then
 * the rest; last process 1, with which the kernel takes away mounts, links and rules. The data stays.
 */
export async function stopNode(paths: ClusterPaths, slot: Slot): Promise<void> {
  const holder = await findHolder(paths);
  for (const name of ["keeper", "controller-manager", "scheduler", "kubelet"]) await stopProcess(paths, name);
  if (holder !== undefined) {
    await endPods(slot);
    for (const name of [...nodeProcessNames].reverse()) await stopProcess(paths, name);
  }
  await removeRemains(paths, slot);
}

/** Removes what a node leaves, however it ended: its processes, its cgroups, its records. */
export async function removeRemains(paths: ClusterPaths, slot: Slot | undefined): Promise<void> {
  const holder = await findHolder(paths);
  const left = holder === undefined ? [] : processesOfNode(holder);
  if (holder !== undefined) kill(holder.pid, "SIGKILL");
  for (const name of await recordedProcesses(paths)) if (name !== "node") await stopProcess(paths, name, 2);
  await gone([...left, ...(holder === undefined ? [] : [holder.pid])]);
  await removeRecord(holderRecord(paths));
  if (slot !== undefined) removeCgroups([slot.cgroup.slice(1)], []);
  await rm(paths.processes, { recursive: true, force: true });
}

/**
 * Ends nodes of the cluster of `home` that no record names: somebody deleted its folder while it ran, and with it their
 * data. Answers how many there were.
 */
export async function endForgotten(site: Pick<ClusterSite, "home">, folder?: string): Promise<number> {
  const paths = clusterPaths(site);
  const known = (await findHolder(paths))?.pid;
  const forgotten = holdersOf(site.home, folder).filter(({ pid }) => pid !== known && isNode(pid));
  for (const { slot, pid } of forgotten) {
    const keepers = known === undefined ? processesWith(join(paths.config, "keeper.kubeconfig")) : [];
    const beside = [...keepers, ...processesWith(String(pid), ...waysOf(slot))].map((one) => one.pid);
    const left = [pid, ...beside, ...processesOfNode({ pid })];
    for (const one of [...beside, pid]) kill(one, "SIGKILL");
    await gone(left);
    removeCgroups([slot.cgroup.slice(1)], []);
    releaseSlot(slot, site.home, folder);
  }
  return forgotten.length;
}

/** Whether a process is process 1 of a node, and not one of ours that is about to start it. */
function isNode(pid: number): boolean {
  try {
    return basename(readlinkSync(`/proc/${pid}/exe`)) === HOLDER;
  } catch {
    return false;
  }
}

async function endPods(slot: Slot): Promise<void> {
  for (const pid of processesOfPods(slot)) kill(pid, "SIGTERM");
  const deadline = Date.now() + podSeconds * 1000;
  while (processesOfPods(slot).length > 0 && Date.now() < deadline) await pause();
}

/** Processes in the cgroups of the slot's pods. */
function processesOfPods(slot: Slot): number[] {
  const version1 = join("/sys/fs/cgroup", "memory", slot.cgroup);
  const version2 = join("/sys/fs/cgroup", slot.cgroup);
  return [version1, version2].flatMap((folder) => processesBelow(folder));
}

function processesBelow(folder: string): number[] {
  try {
    const own = readFileSync(join(folder, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
    const inner = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    return [...own, ...inner.flatMap((entry) => processesBelow(join(folder, entry.name)))];
  } catch {
    return []; // it went meanwhile
  }
}

/** All processes in the node's process namespace and in those below it. */
function processesOfNode(holder: Pick<ProcessIdentity, "pid">): number[] {
  const own = namespaceOf(holder.pid, "pid");
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => own !== undefined && namespaceOf(pid, "pid") === own);
}

function namespaceOf(pid: number, kind: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/${kind}`);
  } catch {
    return undefined;
  }
}

async function gone(pids: readonly number[]): Promise<void> {
  const deadline = Date.now() + namespaceSeconds * 1000;
  const isThere = (pid: number) => namespaceOf(pid, "pid") !== undefined;
  while (pids.some(isThere)) {
    if (Date.now() > deadline) {
      throw new Failure({
        what: "processes of the cluster's node do not end",
        on: pids.filter(isThere).join(", "),
        why: `they were killed ${namespaceSeconds} s ago`,
        todo: "look at them (ps), end what keeps them, then run it again",
      });
    }
    await pause();
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ended by itself
  }
}

async function pause(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
