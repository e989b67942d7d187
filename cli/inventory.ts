import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { EMULATOR_LABEL } from "../local/runpod/docker/container-options.ts";
import { emulatorId } from "../local/runpod/docker/socket-folder.ts";
import { clusterPaths, inside } from "../local/cluster/site.ts";
import { rememberedSlot } from "../local/cluster/slot.ts";
import type { Environment } from "./context.ts";
import { findEngine, privateEngineRecord } from "./engine/index.ts";
import { connect } from "./engine/endpoint.ts";
import { topCgroups } from "../local/host/leftovers.ts";
import { systemPath } from "../local/host/packages.ts";
import { enginePaths } from "./engine/private-paths.ts";
import { run } from "../local/process/run.ts";
import type { Site } from "./toolchain/index.ts";

const lines = z.array(z.string()).readonly();

/** What is on this machine (and in the account), as sorted lines that can be compared. */
export const inventoryShape = z.object({
  /** Live pods that are ours, as `id name`. */
  pods: lines,
  /** Containers of this clone's emulated pods. */
  containers: lines,
  /** Processes that work for this clone, as `pid command`. */
  processes: lines,
  mounts: lines,
  /** Names of network interfaces. */
  links: lines,
  iptables: lines,
  cgroups: lines,
});
export type Inventory = Readonly<z.infer<typeof inventoryShape>>;

/** Something that an inventory has and an earlier one had not. */
export interface Leftover {
  readonly kind: keyof Inventory;
  readonly item: string;
}

/** Takes stock. `pods` lists the live pods that are ours, where an API can be asked. */
export async function inventory(site: Site, pods?: () => Promise<readonly string[]>): Promise<Inventory> {
  return {
    pods: [...((await pods?.()) ?? [])].sort(),
    containers: await containers(site),
    processes: processes(site),
    mounts: await mounts(site),
    links: links().sort(),
    iptables: (await said("iptables-save", [], site.env)).filter((line) => !line.startsWith("#")).map(withoutCounters),
    cgroups: ownCgroups(topCgroups(), cgroupsOf(site)).sort(),
  };
}

/** What `after` has and `before` had not. */
export function compareInventories(before: Inventory, after: Inventory): Leftover[] {
  const kinds = Object.keys(before) as (keyof Inventory)[];
  return kinds.flatMap((kind) => {
    const known = new Set(before[kind].map((item) => plainName(kind, item)));
    return after[kind].filter((item) => !known.has(plainName(kind, item))).map((item) => ({ kind, item }));
  });
}

/** Interfaces were once written as `ip link` has them: `lo:`, `eth0@if7:`. */
const plainName = (kind: keyof Inventory, item: string): string =>
  kind === "links" ? item.replace(/(@[^:]*)?:$/, "") : item;

/** What works for this clone, whatever was there before. */
export function ownLeftovers(found: Inventory): Leftover[] {
  return (["pods", "containers", "processes"] as const).flatMap((kind) => found[kind].map((item) => ({ kind, item })));
}

/** All cgroups but those of engines and clusters of other clones, which come and go with their work. */
export function ownCgroups(found: readonly string[], ours: readonly string[]): string[] {
  const isOurs = (path: string) => ours.some((end) => path.endsWith(end));
  return found.filter((path) => isOurs(path) || !/\/trainyard-([0-9a-f]{8}|cluster-\d+)$/.test(path));
}

/** The mounts of `mountInfo` that count: all but those of engines other than our own, which come and go with their work. */
export function countedMounts(mountInfo: string, ours: readonly string[]): string[] {
  return mountInfo
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .filter((point) => point !== "")
    .filter((point) => ours.some((folder) => point.startsWith(folder)) || !/\/(overlay2|netns|shm)(\/|$)/.test(point))
    .sort();
}

async function containers(site: Site): Promise<string[]> {
  const own = await privateEngineRecord(site);
  const engine = own === undefined ? await findEngine(site.env) : await connect(own.host, "private");
  if (!("docker" in engine)) return [];
  const label = `${EMULATOR_LABEL}=${emulatorId(join(site.home, "local", "runpod"))}`;
  const found = await engine.docker.listContainers({ all: true, filters: { label: [label] } });
  return found.map((each) => `${each.Id.slice(0, 12)} ${each.Names[0] ?? ""}`).sort();
}

/** The cgroups of this clone: its engine's, and its cluster's where it has had one. */
function cgroupsOf(site: Site): string[] {
  const slot = rememberedSlot(clusterPaths(site).slot);
  return [enginePaths(site).cgroupParent, ...(slot === undefined ? [] : [slot.cgroup])];
}

const interfaces = "/sys/class/net";

/** Programs that work for a stack: emulator, language host, plugins, the Pulumi CLI itself, the cluster's node. */
const workers = [
  ...["/local/runpod/", "/local/plugins/", "/@pulumi/pulumi/cmd/", "pulumi "],
  ...["/local/cluster/", `${inside.folder}/`, `${inside.programs}/`, "/bin/pause", "/bin/gate", "containerd-shim"],
];

/** Processes that name this clone's folders, or are workers that were started with this TRAINYARD_HOME. */
function processes(site: Site): string[] {
  if (process.platform !== "linux") return [];
  const ours = [`${site.home}/`, `${enginePaths(site).runDir}/`];
  const family = ancestors(process.pid);
  const isOurs = (pid: string, command: string) =>
    ours.some((folder) => command.includes(folder)) ||
    (workers.some((worker) => command.includes(worker)) &&
      read(`/proc/${pid}/environ`).split("\0").includes(`TRAINYARD_HOME=${site.home}`));
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && !family.has(Number(name)))
    .map((pid) => ({ pid, command: read(`/proc/${pid}/cmdline`).split("\0").join(" ").trim() }))
    .filter(({ pid, command }) => isOurs(pid, command))
    .map(({ pid, command }) => `${pid} ${command.slice(0, 160)}`)
    .sort();
}

function ancestors(pid: number): Set<number> {
  const found = new Set<number>();
  for (let at = pid; at > 1 && !found.has(at);) {
    found.add(at);
    at = Number(/^PPid:\s+(\d+)$/m.exec(read(`/proc/${at}/status`))?.[1] ?? 0);
  }
  return found;
}

async function mounts(site: Site): Promise<string[]> {
  const { dataRoot, runDir } = enginePaths(site);
  const running = await privateEngineRecord(site);
  // An engine that another home started goes on, with containers of others: ours are counted one by one.
  const isOurs = running === undefined || running.home === site.home;
  return countedMounts(read("/proc/self/mountinfo"), [site.home, ...(isOurs ? [dataRoot, runDir] : [])]);
}

/** From the kernel itself: `ip` may be one of the programs that the first `up` brings. Linux only; elsewhere none. */
function links(): string[] {
  return existsSync(interfaces) ? readdirSync(interfaces) : [];
}

function withoutCounters(rule: string): string {
  return rule.replace(/\[\d+:\d+\]/g, "").trim();
}

async function said(command: string, args: readonly string[], env: Environment): Promise<string[]> {
  const result = await run(command, args, { env: { ...env, PATH: systemPath(env) }, timeoutSeconds: 20 });
  return result.exitCode === 0 ? result.stdout.split("\n").filter((line) => line !== "") : [];
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
