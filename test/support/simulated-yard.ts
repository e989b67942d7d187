import { createService } from "../../components/runpod/api.ts";
import { AmbiguousError } from "../../components/runpod/failures.ts";
import { podRenderer } from "../../components/runpod/run/pod-renderer.ts";
import type { World } from "../../components/runpod/run/world.ts";
import type { PodPort } from "../../components/runpod/service.ts";
import type { Fetch } from "../../components/runpod/transport.ts";
import type { JobPlan } from "../../components/training-job/plan.ts";
import { createEmulator, type Emulator, type EmulatorSettings } from "../../local/runpod/index.ts";
import { createSimulatedClock, type SimulatedClock } from "./simulated-clock.ts";
import type { Script } from "./simulated-command.ts";
import { simulatedDisk } from "./simulated-disk.ts";
import { createSimulatedRunner, type SimulatedRunner } from "./simulated-runner.ts";
import { type Files, simulatedVolume, type VolumeFault } from "./simulated-volumes.ts";

const API = "http://emulated.invalid";
export const START_MS = Date.parse("2026-11-01T00:00:00Z");

/** A whole test bed in one process on one simulated clock: emulated RunPod, its pods, a volume, this machine's disk. */
export interface Yard {
  readonly clock: SimulatedClock;
  readonly emulator: Emulator;
  readonly runner: SimulatedRunner;
  readonly disk: Files;
  readonly volume: Files;
  readonly lines: string[];
  /** Network volume of the emulated account. */
  readonly volumeId: string;
  /** A controller: the world of one process. `stop` kills it as `kill -9` does. */
  controller(wishes?: Wishes): { world: World; stop(): void };
}

export interface Wishes {
  readonly withVolume?: boolean;
  readonly detach?: () => boolean;
  readonly full?: () => boolean;
  readonly forced?: boolean;
  readonly owner?: string;
  readonly volumeFault?: VolumeFault;
  /** Makes calls of the pod's port fail. */
  readonly portFault?: () => boolean;
  /** Stands between this controller and the emulator. @default the emulator itself */
  readonly fetch?: Fetch;
}

export interface YardOptions {
  readonly script?: Partial<Script>;
  readonly settings?: Partial<EmulatorSettings>;
  readonly seed?: number;
}

export async function createYard(options: YardOptions = {}): Promise<Yard> {
  const clock = createSimulatedClock(START_MS);
  const script: Script = { trainSeconds: 60, exitCode: () => 0, ...options.script };
  const runner = createSimulatedRunner({ clock, script, fetch: (request) => emulator.fetch(request) });
  const settings = { rateLimits: null, billingLagSeconds: 5, ...options.settings };
  const emulator = createEmulator({ clock, runner, seed: options.seed ?? 1, settings });
  const disk: Files = new Map();
  const lines: string[] = [];
  const volumeId = await clock.run(makeVolume(emulator));
  const volume = runner.files(volumeId);
  const alive = new Set<number>();
  let pids = 100;
  return {
    ...{ clock, emulator, runner, disk, volume, lines, volumeId },
    controller(wishes = {}) {
      const dead = new AbortController();
      const pid = pids++;
      alive.add(pid);
      const owner = wishes.owner ?? "owner-of-this-home";
      const self = { pid, startedAt: "then", host: "here" };
      let random = 0;
      const world: World = {
        clock,
        service: serviceOf(emulator, clock, wishes.fetch ?? ((request) => emulator.fetch(request))),
        volume: wishes.withVolume === false ? undefined : simulatedVolume(volume, disk, wishes.volumeFault),
        podPort: (podId, token) => faulty(runner.port(podId, token, disk), wishes.portFault),
        runs: simulatedDisk(disk, () => dead.signal.aborted || (wishes.full?.() ?? false)),
        owner,
        detach: wishes.detach ?? (() => false),
        log: (line) => void lines.push(`${((clock.now() - START_MS) / 1000).toFixed(1)} ${line}`),
        signal: dead.signal,
        self,
        isAlive: (process) => alive.has(process.pid),
        forced: () => wishes.forced ?? false,
        randomHex: (bytes) => `${pid}${random++}`.padStart(bytes * 2, "0"),
        renderPod: podRenderer({
          apiUrl: `${API}/v2`,
          owner,
          supervisor: "eJwDAAAAAAE=",
          capabilities: { cmd: false },
        }),
      };
      const stop = () => {
        alive.delete(pid);
        dead.abort();
      };
      return { world, stop };
    },
  };
}

function serviceOf(emulator: Emulator, clock: SimulatedClock, fetch: Fetch): World["service"] {
  return createService({
    apiBase: API,
    apiKey: emulator.core.keys.apiKey,
    graphqlUrl: `${API}/graphql`,
    userAgent: "trainyard/test (test; test)",
    capabilities: { cmd: false, secrets: false },
    fetch,
    clock,
  });
}

async function makeVolume(emulator: Emulator): Promise<string> {
  const response = await emulator.fetch(
    new Request(`${API}/v2/network-volumes`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${emulator.core.keys.apiKey}`,
        "content-type": "application/json",
        "user-agent": "trainyard/test",
      },
      body: JSON.stringify({ name: "yard", size: 10, dataCenter: "EU-RO-1" }),
    }),
  );
  const made = (await response.json()) as { id?: string };
  if (made.id === undefined) throw new Error(`no volume: ${JSON.stringify(made)}`);
  return made.id;
}

function faulty(port: PodPort | undefined, fault: (() => boolean) | undefined): PodPort | undefined {
  if (port === undefined || fault === undefined) return port;
  const strike = <T>(call: () => Promise<T>): Promise<T> =>
    fault() ? Promise.reject(new AmbiguousError("the proxy failed", { status: 502, detail: "bad gateway" })) : call();
  return {
    health: () => port.health(),
    putFile: (path, localPath) => strike(() => port.putFile(path, localPath)),
    dataComplete: () => strike(() => port.dataComplete()),
    status: () => strike(() => port.status()),
    artifacts: () => strike(() => port.artifacts()),
    getArtifact: (path, localPath) => strike(() => port.getArtifact(path, localPath)),
    getLog: (localPath) => strike(() => port.getLog(localPath)),
    acknowledge: () => strike(() => port.acknowledge()),
  };
}

/** A plan of a job with small numbers; `change` goes on top. */
export function plan(yard: Yard, change: Partial<JobPlan> = {}): JobPlan {
  const candidate = (gpu: string, usdPerHour: number) =>
    ({ gpu, cloud: "SECURE", dataCenter: "EU-RO-1", count: 1, usdPerHour, source: "live" }) as const;
  return {
    project: "shop",
    stack: "dev",
    job: "smoke",
    run: "shop-dev-smoke-0badcafe",
    hash: "0badcafe".padEnd(64, "0"),
    image: "example/trainer:1",
    recipe: null,
    command: ["train"],
    data: null,
    candidates: [candidate("NVIDIA RTX A4000", 0.25), candidate("NVIDIA RTX A5000", 0.27)],
    maxUsd: 2,
    maxUsdPerHour: 0.5,
    ceilingUsdPerHour: 0.51,
    maxDurationSeconds: 3600,
    provisionTimeoutSeconds: 300,
    attempts: 3,
    volume: { id: yard.volumeId, dataCenter: "EU-RO-1", mountPath: "/workspace" },
    env: {},
    secretEnv: {},
    seed: 42,
    checkpointSeconds: 20,
    checkpointKeep: 2,
    stallSeconds: null,
    keepOnFailureSeconds: 0,
    graceSeconds: 30,
    handoverSeconds: 120,
    billingWaitSeconds: 60,
    wait: "completion",
    diskGb: 20,
    registryAuthId: null,
    ports: [],
    labels: {},
    worstCaseUsd: 0.6,
    ...change,
  };
}
