import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { z } from "zod";
import { withLock } from "../../local/cache/lock.ts";
import { Failure } from "../failure.ts";
import { startDaemon } from "../../local/process/daemon.ts";
import { endProcess, isAlive, type ProcessIdentity } from "../../local/process/identity.ts";
import { readRecord, removeRecord, writeRecord } from "../../local/process/record.ts";
import { lastLines } from "../../local/process/run.ts";
import type { Site } from "../toolchain/index.ts";
import type { Progress } from "../toolchain/part.ts";
import { connect, type Engine, isSilent, rightToEngine } from "./endpoint.ts";
import { killLeft, removeCgroups, topCgroups, unmountBelow } from "../../local/host/leftovers.ts";
import { ensurePackages, systemPath } from "../../local/host/packages.ts";
import { daemonConfig, dockerdArguments, type EnginePaths, enginePaths } from "./private-paths.ts";

const recordShape = {
  host: z.string(),
  /** The TRAINYARD_HOME that started the engine and may stop it. */
  home: z.string(),
  runDir: z.string(),
  execRoot: z.string(),
  dataRoot: z.string(),
  cgroupParent: z.string(),
  /** Cgroups that were there before the engine. */
  cgroupsBefore: z.array(z.string()),
};

/** Programs of a private engine and of the base image, and the Debian packages that bring them. */
const enginePackages = { dockerd: "docker.io", debootstrap: "debootstrap" } as const;

/** What a person may do where packages are not installed for them. */
export const insteadOfPackages = {
  linux: "start a Docker engine and set DOCKER_HOST",
  other: "start Docker Desktop (or any Docker engine) and set DOCKER_HOST",
};

const readySeconds = 60;

/** The record of the engine of this cache while it runs. */
export async function privateEngineRecord(site: Site) {
  const record = await readRecord(enginePaths(site).record, recordShape);
  return record !== undefined && isAlive(record) ? record : undefined;
}

/** The private engine of this cache, started if it does not run. `refused` is why there is no other. */
export async function ensurePrivateEngine(site: Site, progress: Progress, refused: string): Promise<Engine> {
  const paths = enginePaths(site);
  return withLock(paths.lock, async () => {
    const running = await privateEngineRecord(site);
    if (running !== undefined) {
      const waits = (why: string) =>
        progress(`waiting for the Docker engine that runs (process ${running.pid}): ${why}`);
      const engine = await answerOf(running.host, running, waits);
      if ("docker" in engine) return engine;
      if (running.home === site.home) await endProcess(running, 30);
    }
    if (process.platform !== "linux" || process.getuid?.() !== 0) {
      throw new Failure({
        what: "there is no Docker engine",
        on: "DOCKER_HOST and /var/run/docker.sock",
        why: `${refused}, and ./yard starts one of its own only as root on Linux`,
        todo: rightToEngine(refused) ?? "start Docker and run it again, or set DOCKER_HOST, or run as root",
      });
    }
    await ensurePackages(enginePackages, site.env, progress, insteadOfPackages);
    progress("starting a Docker engine of our own (stopped by ./yard down)");
    return start(site, paths);
  });
}

async function start(site: Site, paths: EnginePaths): Promise<Engine> {
  await killLeft(paths); // of an engine that was killed
  await unmountBelow([paths.execRoot, paths.dataRoot]);
  await rm(paths.runDir, { recursive: true, force: true });
  await mkdir(paths.runDir, { recursive: true, mode: 0o700 });
  await mkdir(paths.dataRoot, { recursive: true });
  await writeFile(paths.configFile, JSON.stringify(daemonConfig));
  const cgroupsBefore = topCgroups();
  const daemon = await startDaemon({
    command: "dockerd",
    args: dockerdArguments(paths),
    env: { ...site.env, PATH: systemPath(site.env) },
    cwd: paths.runDir,
    logFile: paths.logFile,
  });
  const host = `unix://${paths.socket}`;
  const { runDir, execRoot, dataRoot, cgroupParent } = paths;
  const record = { ...daemon, host, home: site.home, runDir, execRoot, dataRoot, cgroupParent, cgroupsBefore };
  await writeRecord(paths.record, record);
  return waitReady(host, daemon, paths);
}

async function waitReady(host: string, daemon: ProcessIdentity, paths: EnginePaths): Promise<Engine> {
  const engine = await answerOf(host, daemon);
  if ("docker" in engine) return engine;
  const log = await readFile(paths.logFile, "utf8").catch(() => "");
  await endProcess(daemon, 10);
  await removeRecord(paths.record);
  throw new Failure({
    what: "the Docker engine did not start",
    on: `dockerd, log in ${paths.logFile}`,
    why: lastLines(log, 6) || engine.refused,
    todo: "read the log; or start a Docker engine by other means and set DOCKER_HOST",
  });
}

/** An engine that lives is asked for a minute: it may still start, or the machine be busy, and what runs in it would die with it. */
async function answerOf(
  host: string,
  daemon: ProcessIdentity,
  waits: (why: string) => void = () => undefined,
): ReturnType<typeof connect> {
  const deadline = Date.now() + readySeconds * 1000;
  for (let tries = 0; ; tries++) {
    const engine = await connect(host, "private");
    if ("docker" in engine || !isAlive(daemon) || Date.now() > deadline) return engine;
    if (tries === 0) waits(engine.refused);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/**
 * Stops the engine that this clone started, with everything it left outside its data folder. Answers what it did, in
 * words; an engine that still runs containers of somebody else is left alone.
 */
export async function stopPrivateEngine(site: Site): Promise<"not running" | "stopped" | "still in use" | "not ours"> {
  const paths = enginePaths(site);
  return withLock(paths.lock, async () => {
    const record = await readRecord(paths.record, recordShape);
    if (record === undefined) return "not running";
    if (record.home !== site.home) return "not ours";
    if (isAlive(record)) {
      const first = await connect(record.host, "private");
      // A busy engine may hold containers of others; one whose socket is gone is no use to anybody.
      const engine = "docker" in first || !isSilent(first.refused) ? first : await answerOf(record.host, record);
      if ("docker" in engine && (await engine.docker.listContainers()).length > 0) return "still in use";
      await endProcess(record, 30);
    }
    await killLeft(record);
    await unmountBelow([record.execRoot, record.dataRoot]);
    removeCgroups([record.cgroupParent.slice(1), "docker"], record.cgroupsBefore);
    await rm(record.runDir, { recursive: true, force: true });
    await removeRecord(paths.record);
    return "stopped";
  });
}
