import type { ContainerCreateOptions } from "dockerode";
import type { ContainerSpec } from "../runner.ts";

/** Label: which emulator (a hash of its state directory) owns the container. */
export const EMULATOR_LABEL = "trainyard.emulator";
/** Label: the pod that the container is. */
export const POD_LABEL = "trainyard.pod";
/** Label: the port under which the pod reaches the emulator, for one that adopts the container later. */
export const PORT_LABEL = "trainyard.port";

const SHARED_MEMORY_BYTES = 1_073_741_824;
const MAX_PROCESSES = 8192;
/** Share of the engine's memory that one pod may take, so that a leak ends the pod and not the machine. */
const MEMORY_SHARE = 0.85;

/** What the runner knows beyond the spec. */
export interface Placement {
  readonly emulator: string;
  readonly port: number;
  /** `none`: the pod has a network namespace of its own with nothing but loopback. */
  readonly network: "none" | "host";
  /** Memory of the engine's machine, in bytes. */
  readonly memoryBytes: number;
  /** Folder of the volume on the engine's machine. */
  readonly volumePath: string | undefined;
}

/** What the engine is asked to create for a pod. Pure. */
export function containerOptions(spec: ContainerSpec, at: Placement): ContainerCreateOptions {
  const { mount } = spec;
  const mounts =
    mount === undefined || at.volumePath === undefined
      ? []
      : [{ Type: "bind" as const, Source: at.volumePath, Target: mount.path }];
  return {
    Image: spec.image,
    ...(spec.entrypoint === undefined ? {} : { Entrypoint: [...spec.entrypoint] }),
    ...(spec.cmd === undefined ? {} : { Cmd: [...spec.cmd] }),
    ...(at.network === "none" ? { Hostname: spec.podId } : {}),
    Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
    Labels: {
      [EMULATOR_LABEL]: at.emulator,
      [POD_LABEL]: spec.podId,
      [PORT_LABEL]: String(at.port),
    },
    StopSignal: "SIGTERM",
    HostConfig: {
      NetworkMode: at.network,
      Mounts: mounts,
      Memory: Math.floor(at.memoryBytes * MEMORY_SHARE),
      PidsLimit: MAX_PROCESSES,
      ShmSize: SHARED_MEMORY_BYTES,
      LogConfig: { Type: "json-file", Config: { "max-size": "256m" } },
      RestartPolicy: { Name: "no" },
    },
  };
}
