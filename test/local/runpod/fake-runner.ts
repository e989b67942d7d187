import type { ContainerEvents, ContainerRunner, ContainerSpec, RunningContainer } from "../../../local/runpod/index.ts";

/** One started container: the test lets it speak and exit. */
export interface FakeContainer {
  readonly spec: ContainerSpec;
  readonly events: ContainerEvents;
  stopped: boolean;
}

export interface FakeRunner extends ContainerRunner {
  readonly containers: FakeContainer[];
  readonly volumes: Set<string>;
  /** How long a container needs to end. */
  stopping: Promise<void>;
  /** Pods whose container an adoption finds. */
  readonly adoptable: Set<string>;
  /** From when on each adoption asked for lines, by pod. */
  readonly adoptedSince: Map<string, number | undefined>;
  /** What becomes of a container after its start; by default it starts and runs on. */
  behave: (container: FakeContainer) => void;
}

/** A runner in which containers are records and start at once. */
export function createFakeRunner(): FakeRunner {
  const containers: FakeContainer[] = [];
  const volumes = new Set<string>();
  const adoptable = new Set<string>();
  const adoptedSince = new Map<string, number | undefined>();
  const handle = (container: FakeContainer): RunningContainer => ({
    stop: async () => {
      await runner.stopping;
      container.stopped = true;
      container.events.exited(143); // as an engine reports it, whoever asked for the end
    },
    fetch: async (port) => new Response(`port ${port}`),
  });
  const runner: FakeRunner = {
    containers,
    volumes,
    adoptable,
    adoptedSince,
    stopping: Promise.resolve(),
    behave: (container) => container.events.started(),
    start(spec, events) {
      const container = { spec, events, stopped: false };
      containers.push(container);
      queueMicrotask(() => runner.behave(container));
      return handle(container);
    },
    async adopt(podId, events, sinceMs) {
      adoptedSince.set(podId, sinceMs);
      if (!adoptable.has(podId)) return undefined;
      const spec = { podId, image: "", entrypoint: undefined, cmd: undefined, env: {}, diskGb: 0 };
      const container = { spec: { ...spec, mount: undefined, registry: undefined }, events, stopped: false };
      containers.push(container);
      return handle(container);
    },
    volume: {
      create: async (id) => void volumes.add(id),
      remove: async (id) => void volumes.delete(id),
      path: (id) => `/volumes/${id}`,
    },
  };
  return runner;
}
