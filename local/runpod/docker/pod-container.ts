import type { Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import type { ContainerEvents, RunningContainer } from "../runner.ts";
import { engineReason, engineStatus } from "./engine.ts";
import { exchange } from "./exchange.ts";
import { followLogs } from "./follow-logs.ts";
import type { PodNetwork } from "./pod-network.ts";

/** The engine closes a log a moment after the container ended; a stuck one is not waited for. */
const LAST_LINES_MS = 5000;
const RETRY_MS = 500;
/** What a process that was killed leaves: 128 + SIGKILL. */
const KILLED = 137;

/** How a container comes into being and how one reaches its ports. */
export interface PodContainerPlan {
  /** Makes and starts the container, or takes one that runs. Rejects with the engine's reason. */
  begin(signal: AbortSignal): Promise<Docker.Container>;
  /** Called again whenever the way breaks down. */
  attach(container: Docker.Container): Promise<PodNetwork>;
  /** Lines before this time (epoch ms) were told already; undefined for a new container. */
  readonly adoptedSinceMs: number | undefined;
}

/** One container of one pod, from the pull of its image to its removal. */
export class PodContainer implements RunningContainer {
  readonly #plan: PodContainerPlan;
  readonly #events: ContainerEvents;
  readonly #stopping = new AbortController();
  readonly #begun: Promise<Docker.Container | undefined>;
  #network: PodNetwork | undefined;
  /** Settles when the container is gone and nothing of it is left. Never rejects. */
  readonly gone: Promise<void>;

  constructor(plan: PodContainerPlan, events: ContainerEvents) {
    this.#plan = plan;
    this.#events = events;
    this.#begun = this.#begin();
    this.gone = this.#live();
  }

  async stop(graceSeconds: number): Promise<void> {
    this.#stopping.abort();
    const container = await this.#begun;
    if (container !== undefined) await stopContainer(container, graceSeconds);
    await this.gone;
  }

  fetch(port: number, request: Request): Promise<Response> {
    return exchange(() => this.#dial(port), request);
  }

  async #dial(port: number): Promise<Socket> {
    if (this.#network === undefined) throw new Error("the container has no network yet");
    return this.#network.dial(port);
  }

  async #begin(): Promise<Docker.Container | undefined> {
    try {
      return await this.#plan.begin(this.#stopping.signal);
    } catch (error) {
      if (!this.#stopping.signal.aborted) this.#events.failed(engineReason(error));
      return undefined;
    }
  }

  async #live(): Promise<void> {
    const container = await this.#begun;
    if (container === undefined) return;
    if (this.#plan.adoptedSinceMs === undefined) this.#events.started();
    const ended = new AbortController();
    const network = this.#keepAttached(container, ended.signal);
    const log = this.#follow(container);
    const exitCode = await exitOf(container);
    ended.abort();
    await Promise.race([log, sleep(LAST_LINES_MS, undefined, { ref: false })]);
    await this.#network?.close();
    await network;
    await removeContainer(container).catch((error: unknown) => {
      this.#events.log("system", `the container could not be removed: ${engineReason(error)}`);
    });
    if (!this.#stopping.signal.aborted) this.#events.exited(exitCode);
  }

  async #follow(container: Docker.Container): Promise<void> {
    try {
      await followLogs(container, this.#plan.adoptedSinceMs, (line) => this.#events.log("container", line));
    } catch (error) {
      this.#events.log("system", `the log cannot be read: ${engineReason(error)}`);
    }
  }

  /** The way to the ports is made as early as can be and again whenever it breaks, until the container has ended. */
  async #keepAttached(container: Docker.Container, ended: AbortSignal): Promise<void> {
    const over = () => ended.aborted;
    while (!over()) {
      try {
        const network = await this.#plan.attach(container);
        this.#network = network;
        if (over()) await network.close();
        await network.ended;
      } catch {
        // gone again, or not there yet: exitOf says which
      }
      this.#network = undefined;
      if (!over()) await sleep(RETRY_MS, undefined, { signal: ended }).catch(() => undefined);
    }
  }
}

/** SIGTERM, SIGKILL after `graceSeconds`. What has stopped or is gone is no failure. */
export async function stopContainer(container: Docker.Container, graceSeconds: number): Promise<void> {
  try {
    await container.stop({ t: Math.ceil(graceSeconds) });
  } catch (error) {
    if (engineStatus(error) !== 304 && engineStatus(error) !== 404) throw error;
  }
}

/** Removes a container with its anonymous volumes, killing it where it still runs. */
export async function removeContainer(container: Docker.Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true });
  } catch (error) {
    const status = engineStatus(error);
    if (status === 404) return;
    if (status !== 409) throw error;
    await container.wait({ condition: "removed" }).catch(() => undefined);
  }
}

/** Waits for the end of a container, over a restart of the engine too. */
async function exitOf(container: Docker.Container): Promise<number> {
  for (;;) {
    try {
      const { StatusCode } = (await container.wait()) as { StatusCode: number };
      return StatusCode;
    } catch (error) {
      if (engineStatus(error) === 404) return KILLED;
      await sleep(RETRY_MS);
    }
  }
}
