import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { connectEngine, type Engine, engineReason } from "../docker/engine.ts";
import { createDockerRunner } from "../docker/runner.ts";
import { makeSocketFolder } from "../docker/socket-folder.ts";
import { createEmulator, createFileStore, type Emulator, realClock } from "../index.ts";
import { lastPort, writeEndpoint } from "./endpoint.ts";
import { type Answer, listenOnLoopback, listenOnSocket } from "./listener.ts";
import { mountedApps } from "./mounted-apps.ts";
import { lockState } from "./state-lock.ts";

/** SIGTERM to SIGKILL for the containers when the emulator itself is stopped. */
const STOP_SECONDS = 5;

export interface DaemonOptions {
  /** Absolute path. */
  readonly stateDir: string;
  /** undefined or 0: the port of the last run, else a free one. */
  readonly port: number | undefined;
  /** undefined: DOCKER_HOST, else the usual socket. */
  readonly dockerHost: string | undefined;
}

/** A running emulator. */
export interface Daemon {
  readonly port: number;
  readonly emulator: Emulator;
  /**
   * Stops its containers and closes everything. The account (pods, volumes, money, logs) stays as it is: the next start on
   * the same state starts the containers of its pods anew, which looks to them like a restart of their host.
   */
  stop(): Promise<void>;
}

/** No engine answers. */
export class NoEngine extends Error {}

async function checkEngine(engine: Engine): Promise<void> {
  try {
    await engine.docker.ping();
  } catch (error) {
    throw new NoEngine(
      `no Docker engine answers at ${engine.url} (${engineReason(error)}); start it or pass --docker-host`,
    );
  }
}

/** Undoes what was begun, the latest first. */
class Undo {
  readonly #steps: (() => Promise<void>)[] = [];
  add(step: () => Promise<void>): void {
    this.#steps.unshift(step);
  }
  async all(): Promise<void> {
    for (const step of this.#steps.splice(0)) await step();
  }
}

/** Starts the emulator on real containers. Where a part cannot start, nothing is left behind. */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const undo = new Undo();
  try {
    return await begin(options, undo);
  } catch (error) {
    await undo.all();
    throw error;
  }
}

async function begin({ stateDir, port, dockerHost }: DaemonOptions, undo: Undo): Promise<Daemon> {
  await mkdir(stateDir, { recursive: true, mode: 0o700 });
  undo.add(await lockState(stateDir));
  const engine = connectEngine(dockerHost);
  await checkEngine(engine);
  const socketFolder = await makeSocketFolder(stateDir);
  undo.add(() => rm(socketFolder, { recursive: true, force: true }));
  const made = Promise.withResolvers<Emulator>();
  const answer: Answer = async (request) => (await made.promise).fetch(request);
  const wanted = port === undefined || port === 0 ? await lastPort(stateDir) : port;
  let end = () => Promise.resolve();
  undo.add(() => end());
  const listener = await listenOnLoopback(wanted ?? 0, answer);
  undo.add(() => listener.close());
  const apiSocket = join(socketFolder, "api.sock");
  const inner = await listenOnSocket(apiSocket, answer);
  undo.add(() => inner.close());
  const runner = createDockerRunner({ engine, stateDir, port: listener.port, apiSocket, socketFolder });
  const emulator = createEmulator({ clock: realClock, runner, store: createFileStore(stateDir), routes: mountedApps });
  end = async () => {
    await emulator.stop();
    await runner.close(STOP_SECONDS);
  };
  made.resolve(emulator);
  const known = emulator.core.pods().filter((pod) => pod.terminatedAt === null);
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  await runner.removeStrangers(new Set(known.map((pod) => pod.id)), say);
  await writeEndpoint(stateDir, listener.port, emulator.core.keys);
  return { port: listener.port, emulator, stop: () => undo.all() };
}
