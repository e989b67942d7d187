import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { EMULATOR_LABEL } from "../local/runpod/docker/container-options.ts";
import { emulatorId } from "../local/runpod/docker/socket-folder.ts";
import { stopAddresses } from "./addresses/index.ts";
import { withLock } from "../local/cache/lock.ts";
import { clusterStatus, stopCluster } from "../local/cluster/index.ts";
import type { Environment } from "./context.ts";
import { connect, type Engine } from "./engine/endpoint.ts";
import { ensureEngine, findEngine, privateEngineRecord, stopPrivateEngine } from "./engine/index.ts";
import { processesNaming, processesWith } from "../local/host/leftovers.ts";
import { Failure } from "./failure.ts";
import { startDaemon } from "../local/process/daemon.ts";
import { endProcess, isAlive, type ProcessIdentity } from "../local/process/identity.ts";
import { readRecord, removeRecord, writeRecord } from "../local/process/record.ts";
import { lastLines } from "../local/process/run.ts";
import type { Site } from "./toolchain/index.ts";
import type { Progress } from "./toolchain/part.ts";

/** The addresses of the emulated RunPod; its keys stay in the file. */
const endpointShape = z.object({ pid: z.int(), port: z.int(), apiUrl: z.url(), controlUrl: z.url() });
export type Endpoint = z.infer<typeof endpointShape>;

/** The test bed while it runs. */
export interface LocalBed {
  readonly engine: Engine;
  readonly endpoint: Endpoint;
}

const readySeconds = 60;

function localPaths(site: Site) {
  const folder = join(site.home, "local");
  return {
    state: join(folder, "runpod"),
    endpoint: join(folder, "runpod", "endpoint.json"),
    record: join(folder, "runpod.pid.json"),
    log: join(folder, "logs", "runpod.log"),
    lock: join(folder, "lock"),
  };
}

/** Makes sure that a Docker engine and the emulated RunPod run; starts nothing twice. */
export async function ensureLocal(site: Site, progress: Progress): Promise<LocalBed> {
  const engine = await ensureEngine(site, progress);
  const paths = localPaths(site);
  const endpoint = await withLock(paths.lock, async () => {
    const running = await readRecord(paths.record, {});
    if (running !== undefined && isAlive(running)) {
      const known = await readEndpoint(paths.endpoint, running.pid);
      if (known !== undefined && (await answers(known))) return known;
      progress("the emulated RunPod does not answer; starting it again");
      await endProcess(running, 20);
    }
    await endForgotten(paths.state, progress);
    progress("starting the emulated RunPod");
    return startEmulator(site, engine);
  });
  return { engine, endpoint };
}

async function startEmulator(site: Site, engine: Engine): Promise<Endpoint> {
  const paths = localPaths(site);
  const daemon = await startDaemon({
    command: process.execPath,
    args: [
      ...["--disable-warning=ExperimentalWarning", join(site.root, "local", "runpod", "main.ts")],
      ...["--state", paths.state, "--docker-host", engine.host],
    ],
    env: { ...withoutAccounts(site.env), DOCKER_HOST: engine.host },
    cwd: site.root,
    logFile: paths.log,
  });
  await writeRecord(paths.record, { ...daemon });
  const deadline = Date.now() + readySeconds * 1000;
  while (isAlive(daemon) && Date.now() < deadline) {
    const endpoint = await readEndpoint(paths.endpoint, daemon.pid);
    if (endpoint !== undefined && (await answers(endpoint))) return endpoint;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw await startFailure(paths.log, daemon);
}

async function startFailure(log: string, daemon: ProcessIdentity): Promise<Failure> {
  const why = isAlive(daemon) ? `it does not answer after ${readySeconds} s` : "it ended";
  await endProcess(daemon, 10);
  const said = lastLines(await readFile(log, "utf8").catch(() => ""), 6);
  return new Failure({
    what: "the emulated RunPod did not start",
    on: `local/runpod/main.ts, log in ${log}`,
    why: `${why}\n${said}`,
    todo: said.includes("EADDRINUSE")
      ? "end the process that uses its port, or let it choose another: ./yard local reset"
      : "read the log; ./yard local reset starts with an empty account",
  });
}

/** What `./yard local status` shows. */
export interface LocalStatus {
  readonly engine: { readonly host: string; readonly origin: Engine["origin"]; readonly version: string } | undefined;
  readonly runpod: (Endpoint & { readonly log: string }) | undefined;
}

/** Looks, starts nothing. */
export async function localStatus(site: Site): Promise<LocalStatus> {
  const paths = localPaths(site);
  const engine = await runningEngine(site);
  const record = await readRecord(paths.record, {});
  const endpoint = record !== undefined && isAlive(record) ? await readEndpoint(paths.endpoint, record.pid) : undefined;
  return {
    engine: engine && { host: engine.host, origin: engine.origin, version: engine.version },
    runpod: endpoint && { ...endpoint, log: paths.log },
  };
}

/** Whether the emulated RunPod or the cluster of this clone runs. */
export async function testBedRuns(site: Site): Promise<boolean> {
  const record = await readRecord(localPaths(site).record, {});
  return (record !== undefined && isAlive(record)) || (await clusterStatus(site)) !== undefined;
}

/** The engine that answers now: ours, the user's or the machine's. */
export async function runningEngine(site: Site): Promise<Engine | undefined> {
  const own = await privateEngineRecord(site);
  const found = await findEngine(site.env);
  if ("docker" in found) return found;
  const engine = own === undefined ? undefined : await connect(own.host, "private");
  return engine !== undefined && "docker" in engine ? engine : undefined;
}

/**
 * Stops what this clone started: local addresses, the cluster, the emulated RunPod with its containers, then the engine. The cluster's data
 * and the account are kept.
 */
export async function stopLocal(site: Site, progress: Progress): Promise<void> {
  await stopAddresses(site);
  await stopCluster(site, progress);
  const paths = localPaths(site);
  await withLock(paths.lock, async () => {
    const record = await readRecord(paths.record, {});
    if (record !== undefined && isAlive(record)) {
      progress("stopping the emulated RunPod");
      await endProcess(record, 30);
    }
    await endForgotten(paths.state, progress);
    await removeOrphans(site, paths.state);
    await removeRecord(paths.record);
  });
  const stopped = await stopPrivateEngine(site);
  if (stopped === "stopped") progress("stopped the Docker engine");
  if (stopped === "still in use") {
    progress("the Docker engine keeps running: it has containers of others; ./yard local down stops it later");
  }
}

/** Ends an emulator that works on our account while its record is gone, as when somebody deleted the folder. */
async function endForgotten(state: string, progress: Progress): Promise<void> {
  for (const emulator of processesWith("--state", state)) {
    progress(`ending an emulated RunPod that no record names (process ${emulator.pid})`);
    await endProcess(emulator, 30);
  }
}

/** Ends what a killed emulator left: its containers and the processes that work in their networks. */
async function removeOrphans(site: Site, state: string): Promise<void> {
  const engine = await runningEngine(site);
  if (engine !== undefined) {
    const filters = { label: [`${EMULATOR_LABEL}=${emulatorId(state)}`] };
    for (const { Id } of await engine.docker.listContainers({ all: true, filters })) {
      await engine.docker.getContainer(Id).remove({ force: true, v: true });
    }
  }
  for (const pid of processesNaming(state)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // ended by itself
    }
  }
}

/** Forgets the emulated account: pods, volumes, money, logs. The test bed must be stopped. */
export async function resetLocal(site: Site): Promise<void> {
  await rm(localPaths(site).state, { recursive: true, force: true });
}

/** The environment without what belongs to real accounts. */
export function withoutAccounts(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(RUNPOD|CLOUDFLARE)_/.test(name)));
}

async function readEndpoint(file: string, pid: number): Promise<Endpoint | undefined> {
  try {
    const endpoint = endpointShape.parse(JSON.parse(await readFile(file, "utf8")));
    return endpoint.pid === pid ? endpoint : undefined;
  } catch {
    return undefined;
  }
}

async function answers(endpoint: Endpoint): Promise<boolean> {
  try {
    const headers = { "x-control": "1" };
    const answer = await fetch(`${endpoint.controlUrl}/state`, { headers, signal: AbortSignal.timeout(5000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
