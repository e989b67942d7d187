import type { PodPort } from "../../components/runpod/service.ts";
import type { ContainerRunner } from "../../local/runpod/runner.ts";
import type { Finish } from "./simulated-command.ts";
import type { Parts } from "./simulated-container.ts";
import { Supervisor } from "./simulated-supervisor.ts";
import type { Files } from "./simulated-volumes.ts";

export interface SimulatedRunner extends ContainerRunner {
  readonly finishes: Finish[];
  /** Starts of commands, by pod. */
  readonly commandStarts: { readonly podId: string; readonly run: string }[];
  /** Files of a volume. */
  files(volumeId: string): Files;
  /** The supervisor's port of a pod, as the proxy reaches it. */
  port(podId: string, token: string, disk: Files): PodPort | undefined;
}

/** Containers in this process, on the clock of the test. */
export function createSimulatedRunner(parts: Parts): SimulatedRunner {
  const volumes = new Map<string, Files>();
  const files = (id: string): Files => {
    const known = volumes.get(id) ?? new Map<string, string>();
    volumes.set(id, known);
    return known;
  };
  const running = new Map<string, Supervisor>();
  const starts = new Map<string, number>();
  const finishes: Finish[] = [];
  const commandStarts: { podId: string; run: string }[] = [];
  return {
    finishes,
    commandStarts,
    files,
    start(spec, events) {
      const earlier = starts.get(spec.podId) ?? 0;
      starts.set(spec.podId, earlier + 1);
      const disk = spec.mount === undefined ? new Map<string, string>() : files(spec.mount.volumeId);
      const one = new Supervisor({ ...parts, spec, events, disk, earlier, finishes, commandStarts });
      running.set(spec.podId, one);
      void one.live();
      return one;
    },
    adopt: () => Promise.resolve(undefined),
    port: (podId, token, disk) => running.get(podId)?.port(token, disk),
    volume: {
      create: async (id) => void files(id),
      remove: async (id) => void volumes.delete(id),
      path: (id) => `/volumes/${id}`,
    },
  };
}
