import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { identify, type ProcessIdentity } from "../process/identity.ts";
import { run } from "../process/run.ts";

const cgroupRoot = "/sys/fs/cgroup";

/** Mount points at or below one of the folders, deepest first. */
export function mountsBelow(folders: readonly string[], mountInfo = readText("/proc/self/mountinfo")): string[] {
  return mountInfo
    .split("\n")
    .map((line) => (line.split(" ")[4] ?? "").replaceAll("\\040", " "))
    .filter((point) => folders.some((folder) => point === folder || point.startsWith(`${folder}/`)))
    .sort((a, b) => b.length - a.length);
}

/** Unmounts all that a dead engine left below its folders. */
export async function unmountBelow(folders: readonly string[]): Promise<void> {
  for (const point of mountsBelow(folders)) await run("umount", ["--lazy", point]);
}

/** Kills what a killed engine leaves alone: its containerd and shims, which name its folder, and its containers. */
export async function killLeft(engine: { readonly execRoot: string; readonly cgroupParent: string }): Promise<void> {
  const inCgroup = hierarchies().flatMap((hierarchy) => processesIn(join(hierarchy, engine.cgroupParent)));
  for (const pid of new Set([...processesNaming(engine.execRoot), ...inCgroup])) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // ended by itself
    }
  }
  const deadline = Date.now() + 5000;
  while (processesNaming(engine.execRoot).length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** All processes but this one. Linux only; elsewhere none. */
const others = (): number[] =>
  subfolders("/proc")
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .map(Number);

/** Words of the command line of a process; none where it has ended. */
export const wordsOf = (pid: number): readonly string[] => readText(`/proc/${pid}/cmdline`).split("\0");

/** Processes that have `path` in their command line, this one left out. */
export function processesNaming(path: string): number[] {
  return others().filter((pid) => wordsOf(pid).some((word) => word.startsWith(`${path}/`)));
}

/** Processes that were started with `variable`, as `NAME=value`, in their environment, this one left out. */
export function processesOf(variable: string): ProcessIdentity[] {
  return others()
    .filter((pid) => readText(`/proc/${pid}/environ`).split("\0").includes(variable))
    .flatMap((pid) => identify(pid) ?? []);
}

/** Processes that have each of `words` as a word of their command line, this one left out. */
export function processesWith(...words: readonly string[]): ProcessIdentity[] {
  return others()
    .filter((pid) => {
      const said = wordsOf(pid);
      return words.every((word) => said.includes(word));
    })
    .flatMap((pid) => identify(pid) ?? []);
}

function processesIn(cgroup: string): number[] {
  const own = readText(join(cgroup, "cgroup.procs"))
    .split("\n")
    .filter((line) => line !== "");
  return [...own.map(Number), ...subfolders(cgroup).flatMap((name) => processesIn(join(cgroup, name)))];
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** The cgroups right below each hierarchy: those of version 1 controllers, or of the one tree of version 2. */
export function topCgroups(): string[] {
  return hierarchies().flatMap((hierarchy) => subfolders(hierarchy).map((name) => join(hierarchy, name)));
}

/** Makes a cgroup in each hierarchy; a no-op where it exists. */
export function makeCgroups(name: string): void {
  for (const hierarchy of hierarchies()) mkdirSync(join(hierarchy, name), { recursive: true });
}

/** Removes cgroups named `name` and all below them; those with processes in them stay. */
export function removeCgroups(names: readonly string[], except: readonly string[]): void {
  for (const hierarchy of hierarchies()) {
    for (const name of names) {
      const folder = join(hierarchy, name);
      if (!except.includes(folder) && existsSync(folder)) removeTree(folder);
    }
  }
}

function removeTree(folder: string): void {
  for (const name of subfolders(folder)) removeTree(join(folder, name));
  try {
    rmdirSync(folder);
  } catch {
    // a process lives in it: then it is somebody else's
  }
}

function hierarchies(): string[] {
  if (!existsSync(cgroupRoot)) return [];
  if (existsSync(join(cgroupRoot, "cgroup.controllers"))) return [cgroupRoot];
  return subfolders(cgroupRoot).map((name) => join(cgroupRoot, name));
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}
