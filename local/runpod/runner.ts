/** What the core asks of whatever really runs containers: the Docker engine, or a simulation on the same clock. */

/** One container of one pod, as the core wants it started. */
export interface ContainerSpec {
  readonly podId: string;
  readonly image: string;
  /** Replaces the image's entrypoint; undefined leaves it. */
  readonly entrypoint: readonly string[] | undefined;
  /** Replaces the image's command; undefined leaves it. */
  readonly cmd: readonly string[] | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** Size of the container disk in GB. The disk is new and empty at each start. */
  readonly diskGb: number;
  readonly mount: { readonly volumeId: string; readonly path: string } | undefined;
  readonly registry: { readonly username: string; readonly password: string } | undefined;
}

/** What the runner reports about one container. After `exited` or `failed` it reports nothing more. */
export interface ContainerEvents {
  log(source: "container" | "system", line: string): void;
  started(): void;
  exited(exitCode: number): void;
  /** Cannot be pulled or started. The core keeps billing and tries again. */
  failed(reason: string): void;
}

export interface RunningContainer {
  /** SIGTERM, then SIGKILL after `graceSeconds`; resolves when it is gone. */
  stop(graceSeconds: number): Promise<void>;
  /** One HTTP exchange with a port inside the pod; rejects when nothing listens. */
  fetch(port: number, request: Request): Promise<Response>;
}

export interface ContainerRunner {
  /** Returns at once; what becomes of it comes through `events`. After `exited` the core starts the same pod again. */
  start(spec: ContainerSpec, events: ContainerEvents): RunningContainer;
  /**
   * After a restart of the emulator: the container of this pod if it still runs. Calls neither `started` nor old log
   * lines; `sinceMs` (epoch) is when the core took the last line, where the engine can go on from there.
   */
  adopt(podId: string, events: ContainerEvents, sinceMs?: number): Promise<RunningContainer | undefined>;
  /** Directories of network volumes. */
  volume: {
    create(id: string): Promise<void>;
    remove(id: string): Promise<void>;
    /** Absolute path of the directory. */
    path(id: string): string;
  };
}
