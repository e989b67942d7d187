import { parseArgs, type StartCommand } from "./args.ts";
import type { Clock } from "./clock.ts";
import type { Logs } from "./logs.ts";
import { podEnvironment } from "./pod-environment.ts";
import type { PodRecord } from "./records.ts";
import type { ContainerEvents, ContainerRunner, ContainerSpec, RunningContainer } from "./runner.ts";
import type { EmulatorSettings } from "./settings.ts";
import type { State } from "./state.ts";

/** The containers of one pod from a start to the next stop: one after the other for ever. */
interface Loop {
  readonly pod: PodRecord;
  readonly ended: AbortController;
  handle: RunningContainer | undefined;
  runs: boolean;
  /** Starts in a row that ended early, for the pause before the next. */
  failures: number;
}

/** A container that lived so long starts the pauses anew. */
const STEADY_MS = 60_000;
/** An engine that cannot stop a container (a busy disk, a restart of its own) is asked again so often, with such pauses. */
const STOP_TRIES = 10;
const STOP_PAUSE_MS = 3000;

/** Starts containers, starts them again when they exit, stops them. Only mounts outlive a container. */
export class Containers {
  readonly #clock: Clock;
  readonly #runner: ContainerRunner;
  readonly #settings: EmulatorSettings;
  readonly #state: State;
  readonly #logs: Logs;
  readonly #loops = new Map<string, Loop>();
  /** Containers on their way out, by pod: the next one waits for them. */
  readonly #leaving = new Map<string, Promise<void>>();

  constructor(parts: { clock: Clock; runner: ContainerRunner; settings: EmulatorSettings; state: State; logs: Logs }) {
    this.#clock = parts.clock;
    this.#runner = parts.runner;
    this.#settings = parts.settings;
    this.#state = parts.state;
    this.#logs = parts.logs;
  }

  /** The container that runs now. */
  running(podId: string): RunningContainer | undefined {
    const loop = this.#loops.get(podId);
    return loop?.runs === true ? loop.handle : undefined;
  }

  start(pod: PodRecord): void {
    const loop = this.#newLoop(pod);
    const before = this.#leaving.get(pod.id);
    if (before === undefined) this.#begin(loop);
    else void before.then(() => this.#begin(loop));
  }

  /** Takes over the container that an earlier process of the emulator started, or starts a new one. */
  async adopt(pod: PodRecord): Promise<void> {
    const loop = this.#newLoop(pod);
    const sinceMs = this.#logs.lastContainerLineAt(pod.id) ?? pod.createdAt;
    const handle = await this.#runner.adopt(pod.id, this.#events(loop), sinceMs);
    if (loop.ended.signal.aborted) return;
    if (handle === undefined) {
      this.#gone(loop);
      this.#begin(loop);
      return;
    }
    loop.handle = handle;
    loop.runs = true;
    if (pod.containerStartedAt === null) this.#started(loop);
  }

  /** Ends the loop. Resolves when the container is gone; a start meanwhile waits for that. */
  stop(podId: string, graceSeconds: number): Promise<void> {
    const loop = this.#loops.get(podId);
    if (loop === undefined) return this.gone(podId);
    this.#loops.delete(podId);
    loop.ended.abort();
    this.#gone(loop);
    const end = () => this.#end(loop.pod, loop.handle, graceSeconds);
    const before = this.#leaving.get(podId); // of a start that still waits for it
    const leaving = (before === undefined ? end() : before.then(end)).then(() => {
      if (this.#leaving.get(podId) === leaving) this.#leaving.delete(podId);
    });
    this.#leaving.set(podId, leaving);
    return leaving;
  }

  /** Resolves when no container of the pod is on its way out any more. */
  gone(podId: string): Promise<void> {
    return this.#leaving.get(podId) ?? Promise.resolve();
  }

  /** Ends the container that was on its way out when an earlier process of the emulator was killed. */
  async sweep(pod: PodRecord): Promise<void> {
    const ignore = () => undefined;
    const events = { log: ignore, started: ignore, exited: ignore, failed: ignore };
    await this.#end(pod, await this.#runner.adopt(pod.id, events), 0);
  }

  async #end(pod: PodRecord, handle: RunningContainer | undefined, graceSeconds: number): Promise<void> {
    for (let tries = 1; tries <= STOP_TRIES; tries++) {
      try {
        await handle?.stop(graceSeconds);
        pod.hasContainer = false;
        this.#state.changed();
        return;
      } catch (error) {
        this.#logs.append(pod.id, "system", `error: container could not be stopped: ${String(error)}`);
        await this.#clock.sleep(STOP_PAUSE_MS);
      }
    }
  }

  /** Ends all timers; the containers run on. */
  letGo(): void {
    for (const loop of this.#loops.values()) loop.ended.abort();
  }

  #newLoop(pod: PodRecord): Loop {
    const loop: Loop = { pod, ended: new AbortController(), handle: undefined, runs: false, failures: 0 };
    this.#loops.set(pod.id, loop);
    return loop;
  }

  #begin(loop: Loop): void {
    if (loop.ended.signal.aborted) return;
    this.#logs.append(loop.pod.id, "system", `create container ${loop.pod.image}`);
    loop.pod.hasContainer = true;
    this.#state.changed();
    loop.handle = this.#runner.start(this.#spec(loop.pod), this.#events(loop));
  }

  #spec(pod: PodRecord): ContainerSpec {
    const { secrets, sshKeys, registries } = this.#state.data;
    const registry = registries.find((one) => one.id === pod.registryId);
    return {
      podId: pod.id,
      image: pod.image,
      ...startCommand(pod),
      env: podEnvironment(pod, secrets, sshKeys),
      diskGb: pod.diskGb,
      mount: mountOf(pod),
      registry: registry === undefined ? undefined : { username: registry.username, password: registry.password },
    };
  }

  /** After the loop has ended only lines are taken, as a container still talks while it is being stopped. */
  #events(loop: Loop): ContainerEvents {
    const live = (act: () => void) => () => {
      if (!loop.ended.signal.aborted) act();
    };
    return {
      log: (source, line) => this.#logs.append(loop.pod.id, source, line),
      started: live(() => this.#started(loop)),
      exited: () => live(() => this.#exited(loop))(),
      failed: (reason) => live(() => this.#failed(loop, reason))(),
    };
  }

  #started(loop: Loop): void {
    const { pod } = loop;
    const now = this.#clock.now();
    loop.runs = true;
    pod.starts++;
    pod.containerStartedAt = now;
    pod.startedAt ??= now;
    pod.runtimeVisibleAt ??= now + this.#settings.runtimeLagSeconds * 1000;
    this.#logs.append(pod.id, "system", `start container for ${pod.image}`);
    this.#state.changed();
  }

  /** The exit code is told nowhere, as on the real service. */
  #exited(loop: Loop): void {
    const ranMs = this.#clock.now() - (loop.pod.containerStartedAt ?? this.#clock.now());
    loop.failures = ranMs >= STEADY_MS ? 0 : loop.failures;
    this.#gone(loop);
    const { restartSeconds, maxRestartSeconds } = this.#settings;
    this.#again(loop, Math.min(restartSeconds * 2 ** loop.failures++, maxRestartSeconds));
  }

  #failed(loop: Loop, reason: string): void {
    this.#gone(loop);
    this.#logs.append(loop.pod.id, "system", `error: ${reason}`);
    const { retryStartSeconds } = this.#settings;
    this.#again(loop, Math.min(retryStartSeconds * 2 ** loop.failures++, retryStartSeconds * 10));
  }

  #again(loop: Loop, seconds: number): void {
    loop.handle = undefined;
    const { signal } = loop.ended;
    void this.#clock.sleep(seconds * 1000, signal).then(() => this.#begin(loop));
  }

  #gone(loop: Loop): void {
    loop.runs = false;
    loop.pod.containerStartedAt = null;
    this.#state.changed();
  }
}

function startCommand(pod: PodRecord): StartCommand {
  if (pod.cmd !== undefined || pod.entrypoint !== undefined) return { cmd: pod.cmd, entrypoint: pod.entrypoint };
  return parseArgs(pod.args);
}

/** The directory of the runner that holds a pod's host-local volume disk. */
export const volumeDiskId = (podId: string): string => `disk-${podId}`;

function mountOf(pod: PodRecord): ContainerSpec["mount"] {
  const network = pod.mounts.network?.[0];
  if (network !== undefined) return { volumeId: network.volumeId, path: network.path };
  const { persistent } = pod.mounts;
  return persistent === undefined ? undefined : { volumeId: volumeDiskId(pod.id), path: persistent.path };
}
