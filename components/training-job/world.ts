import { randomBytes } from "node:crypto";
import { statSync } from "node:fs";
import { hostname } from "node:os";
import { realClock } from "../lib/clock.ts";
import { type Connection, podAddress, s3Endpoint, userAgent } from "../runpod/connection.ts";
import { createPodPort } from "../runpod/pod-port.ts";
import { keptFiles } from "../runpod/run/kept-files.ts";
import { podRenderer } from "../runpod/run/pod-renderer.ts";
import { SUPERVISOR_PORT } from "../lib/pod-port.ts";
import type { World } from "../runpod/run/world.ts";
import type { VolumeFiles } from "../runpod/service.ts";
import { encodedSupervisor } from "../runpod/supervisor/source.ts";
import { createVolumeFiles } from "../runpod/volume-files.ts";
import { connectKeeper } from "../ledger/connect.ts";
import type { Keeper } from "../ledger/keeper.ts";
import { connectTracker } from "../tracking/connect.ts";
import type { Tracker } from "../tracking/tracker.ts";
import type { JobPlan } from "./plan.ts";
import { isSame, readProcess } from "../runpod/processes.ts";
import { detachFiles } from "./detach-file.ts";
import type { Station } from "./station.ts";

/** The world of one job on this machine. Throws where the job's volume cannot be reached for want of keys. */
export function worldOf(station: Station, job: JobPlan): World {
  const volume = job.volume === null ? undefined : volumeOf(station.connection, job.volume);
  return { ...worldWith(station, job, volume), ...recordsOf(station, job) };
}

/** The tracker of a job's link; one for all jobs that share it, since a way into a cluster is opened but once. */
export function trackerOf(station: Pick<Station, "access" | "env">, { mlflow }: JobPlan): Tracker | undefined {
  if (mlflow === undefined) return undefined;
  const key = JSON.stringify(mlflow);
  const known = trackers.get(key);
  if (known !== undefined) return known;
  const loopbackOnly = station.env["TRAINYARD_LOOPBACK_ONLY"] === "1";
  const around = { access: station.access, userAgent: userAgent(), loopbackOnly, project: process.cwd() };
  const tracker = connectTracker(mlflow, around);
  trackers.set(key, tracker);
  return tracker;
}

const trackers = new Map<string, Tracker>();

/** The keeper of a job's budget; one for all jobs that share a ledger. */
export function keeperOf(station: Pick<Station, "access" | "env">, { budget }: JobPlan): Keeper | undefined {
  if (budget === undefined) return undefined;
  const key = JSON.stringify(budget.ledger);
  const loopbackOnly = station.env["TRAINYARD_LOOPBACK_ONLY"] === "1";
  const keeper = keepers.get(key) ?? connectKeeper(budget.ledger, { access: station.access, loopbackOnly });
  keepers.set(key, keeper);
  return keeper;
}

const keepers = new Map<string, Keeper>();

function recordsOf(station: Pick<Station, "access" | "env">, job: JobPlan): Pick<World, "tracking" | "budget"> {
  return { tracking: trackerOf(station, job), budget: keeperOf(station, job) };
}

/** As `worldOf`, for looking and ending: without keys for the volume, what lies there is left aside. */
export function worldForEnding(station: Station, job: JobPlan): World {
  try {
    return worldOf(station, job);
  } catch (error) {
    station.log(
      `warning: the volume of job "${job.job}" is left aside: ${error instanceof Error ? error.message : "?"}`,
    );
    return { ...worldWith(station, job, undefined), ...recordsOf(station, job) };
  }
}

function worldWith(station: Station, job: JobPlan, volume: VolumeFiles | undefined): World {
  const { connection, service, home, owner, signal, env } = station;
  const startedAtMs = Date.now() - process.uptime() * 1000;
  return {
    ...{ clock: realClock, service, volume, owner, signal },
    podPort: (podId, token) =>
      createPodPort({ url: podAddress(connection, podId, SUPERVISOR_PORT), token, userAgent: userAgent() }),
    runs: keptFiles(home),
    detach: () => detachFiles(home, job.stack).some((path) => writtenSince(path, startedAtMs)),
    log: (line) => station.log(`${job.job}: ${line}`),
    self: { pid: process.pid, startedAt: readProcess(process.pid)?.startedAt ?? "", host: hostname() },
    isAlive: (seen) => seen.host === hostname() && isSame(seen),
    forced: (name) => (env["TRAINYARD_FORCE_NEW_RUN"] ?? "").split(",").includes(name),
    randomHex: (bytes) => randomBytes(bytes).toString("hex"),
    renderPod: podRenderer({
      apiUrl: `${connection.apiBase}/v2`,
      owner,
      supervisor: encodedSupervisor(),
      capabilities: connection.capabilities,
    }),
  };
}

function volumeOf(connection: Connection, volume: NonNullable<JobPlan["volume"]>): VolumeFiles {
  return createVolumeFiles({
    endpoint: s3Endpoint(connection, volume.dataCenter),
    dataCenter: volume.dataCenter,
    volumeId: volume.id,
    accessKey: connection.s3AccessKey,
    secretKey: connection.s3SecretKey,
  });
}

/** A file left from an earlier process does not count. */
function writtenSince(path: string, sinceMs: number): boolean {
  const mtimeMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return mtimeMs !== undefined && mtimeMs >= sinceMs;
}
