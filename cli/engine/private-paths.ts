import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locations } from "../context.ts";

/** Where a private engine keeps its things. */
export interface EnginePaths {
  /** Images and volumes; kept between runs and shared by clones. */
  readonly dataRoot: string;
  /** Sockets and what else lives as long as the engine. */
  readonly runDir: string;
  readonly socket: string;
  readonly execRoot: string;
  readonly pidFile: string;
  readonly configFile: string;
  readonly logFile: string;
  /** The cgroup that holds all containers of the engine. */
  readonly cgroupParent: string;
  /** Who runs the engine of this cache. */
  readonly record: string;
  readonly lock: string;
}

/** A unix socket's path has room for 107 bytes; containerd's longest one hangs below the exec root. */
const longestBelowExecRoot = "/containerd/containerd-debug.sock.ttrpc";
const maxSocketPath = 100;

/** The paths of the private engine of this clone; a deep TRAINYARD_HOME gets a short folder for its sockets. */
export function enginePaths(site: Pick<Locations, "home" | "cache">): EnginePaths {
  const id = createHash("sha256").update(site.home).digest("hex").slice(0, 8);
  const wished = join(site.home, "local", "engine");
  const fits = join(wished, "exec").length + longestBelowExecRoot.length <= maxSocketPath;
  const runDir = fits ? wished : join(tmpdir(), `trainyard-${id}`);
  return {
    dataRoot: join(site.cache, "engine"),
    runDir,
    socket: join(runDir, "docker.sock"),
    execRoot: join(runDir, "exec"),
    pidFile: join(runDir, "docker.pid"),
    configFile: join(runDir, "daemon.json"),
    logFile: join(site.home, "local", "logs", "engine.log"),
    cgroupParent: `/trainyard-${id}`,
    record: join(site.cache, "engine.json"),
    lock: join(site.cache, "locks", "engine"),
  };
}

/** The arguments of dockerd: no bridge, no packet filter rules, nothing outside its folders and its cgroup. */
export function dockerdArguments(paths: EnginePaths): string[] {
  return [
    `--config-file=${paths.configFile}`,
    "--bridge=none",
    "--iptables=false",
    "--ip6tables=false",
    `--data-root=${paths.dataRoot}`,
    `--exec-root=${paths.execRoot}`,
    `--pidfile=${paths.pidFile}`,
    `--host=unix://${paths.socket}`,
    "--exec-opt=native.cgroupdriver=cgroupfs",
    `--cgroup-parent=${paths.cgroupParent}`,
    "--shutdown-timeout=10",
  ];
}

/**
 * What dockerd takes from a file only: steps of builds are kept up to a size, those unused for longest go first. The
 * machine's own file is not read, which may say other things than the arguments.
 */
export const daemonConfig = { builder: { gc: { enabled: true, defaultKeepStorage: "20GB" } } } as const;
