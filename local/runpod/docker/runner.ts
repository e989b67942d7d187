import { existsSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import type { ContainerEvents, ContainerRunner, ContainerSpec } from "../runner.ts";
import { containerOptions, EMULATOR_LABEL, POD_LABEL, PORT_LABEL } from "./container-options.ts";
import { type Engine, engineReason } from "./engine.ts";
import { PodContainer, removeContainer } from "./pod-container.ts";
import { hostNetwork, joinNamespace, type PodNetwork } from "./pod-network.ts";
import { ensureImage } from "./pull.ts";
import { emulatorId } from "./socket-folder.ts";
import { volumeFolders } from "./volumes.ts";

/** Where the runner works. */
export interface DockerRunnerOptions {
  readonly engine: Engine;
  /** Absolute path; its hash marks the containers that are ours. */
  readonly stateDir: string;
  /** Port under which a pod finds the emulator on its own loopback. */
  readonly port: number;
  /** Unix socket on which the emulator serves the same API. */
  readonly apiSocket: string;
  /** Folder for the sockets of single pods. */
  readonly socketFolder: string;
  /** `none` gives each pod a network namespace of its own and needs root, Linux and nsenter. @default what this machine can do */
  readonly network?: "none" | "host";
}

/** Runs pods as containers of a Docker engine. */
export interface DockerRunner extends ContainerRunner {
  /** Stops and removes every container of this runner without a word to the core. */
  close(graceSeconds: number): Promise<void>;
  /** Removes containers of this emulator whose pods are not in `podIds`; `say` gets those that stay. Returns the pods removed. */
  removeStrangers(podIds: ReadonlySet<string>, say: (line: string) => void): Promise<readonly string[]>;
}

/** Whether pods can have network namespaces of their own here. */
export function bestNetwork(engine: Engine): "none" | "host" {
  const nsenter = (process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, "nsenter")));
  return engine.local && process.platform === "linux" && process.getuid?.() === 0 && nsenter ? "none" : "host";
}

/** A runner on `options.engine`. The engine is asked nothing until the first pod starts. */
export function createDockerRunner(options: DockerRunnerOptions): DockerRunner {
  const { docker } = options.engine;
  const network = options.network ?? bestNetwork(options.engine);
  const emulator = emulatorId(options.stateDir);
  const volume = volumeFolders(options.stateDir);
  const live = new Set<PodContainer>();

  const ours = async (podId?: string) => {
    const label = [`${EMULATOR_LABEL}=${emulator}`, ...(podId === undefined ? [] : [`${POD_LABEL}=${podId}`])];
    return docker.listContainers({ all: true, filters: { label } });
  };
  const track = (container: PodContainer) => {
    live.add(container);
    void container.gone.then(() => live.delete(container));
    return container;
  };
  const attach = (podId: string, port: number) => async (container: Docker.Container) =>
    network === "host" ? hostNetwork() : attachTo(container, { podId, port, options });

  return {
    volume,
    start: (spec, events) =>
      track(
        new PodContainer(
          {
            adoptedSinceMs: undefined,
            attach: attach(spec.podId, options.port),
            begin: async (signal) => {
              for (const left of await ours(spec.podId)) await removeContainer(docker.getContainer(left.Id));
              const placement = { emulator, port: options.port, network };
              return startContainer(docker, { spec, placement, volumePath: volumeOf(spec, volume), signal }, events);
            },
          },
          events,
        ),
      ),
    async adopt(podId, events, sinceMs) {
      const found = (await ours(podId)).find((entry) => entry.State === "running");
      if (found === undefined) return undefined;
      const begin = async () => docker.getContainer(found.Id);
      const port = Number(found.Labels[PORT_LABEL] ?? options.port);
      return track(
        new PodContainer({ adoptedSinceMs: sinceMs ?? Date.now(), attach: attach(podId, port), begin }, events),
      );
    },
    async close(graceSeconds) {
      await Promise.all([...live].map((container) => container.stop(graceSeconds)));
    },
    async removeStrangers(podIds, say) {
      const removed: string[] = [];
      for (const { Id, Labels } of await ours()) {
        const pod = Labels[POD_LABEL] ?? "";
        if (podIds.has(pod)) continue;
        try {
          await removeContainer(docker.getContainer(Id));
          removed.push(pod);
        } catch (error) {
          say(`container ${Id} of pod ${pod}, which is gone, cannot be removed: ${engineReason(error)}`);
        }
      }
      return removed;
    },
  };
}

function volumeOf(spec: ContainerSpec, volume: ContainerRunner["volume"]): string | undefined {
  return spec.mount === undefined ? undefined : volume.path(spec.mount.volumeId);
}

async function startContainer(
  docker: Docker,
  plan: {
    readonly spec: ContainerSpec;
    readonly placement: { emulator: string; port: number; network: "none" | "host" };
    readonly volumePath: string | undefined;
    readonly signal: AbortSignal;
  },
  events: ContainerEvents,
): Promise<Docker.Container> {
  const { spec, signal } = plan;
  const say = (line: string) => events.log("system", line);
  try {
    await ensureImage(docker, { image: spec.image, registry: spec.registry, signal }, say);
  } catch (error) {
    throw new Error(`image ${spec.image} cannot be pulled: ${engineReason(error)}`, { cause: error });
  }
  const { MemTotal } = (await docker.info()) as { MemTotal: number };
  const placement = { ...plan.placement, memoryBytes: MemTotal, volumePath: plan.volumePath };
  const container = await docker.createContainer(containerOptions(spec, placement));
  try {
    signal.throwIfAborted();
    await container.start();
    return container;
  } catch (error) {
    await removeContainer(container);
    throw error;
  }
}

async function attachTo(
  container: Docker.Container,
  pod: { podId: string; port: number; options: DockerRunnerOptions },
): Promise<PodNetwork> {
  const state = async () => (await container.inspect()).State;
  const { Pid: pid, Running: running } = await state();
  if (!running || pid === 0) throw new Error("the container does not run");
  const stillRuns = async () => {
    const now = await state();
    return now.Running && now.Pid === pid;
  };
  const controlSocket = join(pod.options.socketFolder, `${container.id.slice(0, 12)}.sock`);
  const plan = { port: pod.port, apiSocket: pod.options.apiSocket, controlSocket };
  return joinNamespace({ pid, stillRuns }, plan);
}
