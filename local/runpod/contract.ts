import type { Hono } from "hono";
import type { Clock } from "./clock.ts";
import type { FaultRule } from "./faults.ts";
import type { AccountKeys, Cloud, Level, PodRecord, VolumeRecord } from "./records.ts";
import type { ContainerRunner, RunningContainer } from "./runner.ts";
import type { EmulatorSettings, Overlay } from "./settings.ts";
import type { StateStore } from "./store.ts";

/** One finished exchange. `status` 0: the connection was dropped. `at` is epoch milliseconds. */
export interface RequestEntry {
  readonly n: number;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Whose key it carried. */
  readonly caller: "account" | "pod" | "nobody";
  /** Kinds of the faults that struck it, joined by "+". */
  readonly fault?: string;
}

/** Direct access for tests and for the sub-apps beside the API. Records are live: read them, change nothing. */
export interface EmulatorCore {
  readonly clock: Clock;
  readonly settings: EmulatorSettings;
  readonly keys: AccountKeys;
  readonly runner: ContainerRunner;
  /** All pods ever created, terminated ones included, oldest first. */
  pods(): readonly PodRecord[];
  /** A pod that is not terminated. */
  pod(id: string): PodRecord | undefined;
  /** The container of a pod once it has started and until it exits. */
  container(podId: string): RunningContainer | undefined;
  volumes(): readonly VolumeRecord[];
  /** A volume that is not deleted. Its files: `runner.volume.path(id)`. */
  volume(id: string): VolumeRecord | undefined;
  balanceUsd(): number;
  /** Whole seconds and dollars that this pod has cost until now. */
  billed(podId: string): { seconds: number; usd: number };
  setBalance(usd: number): void;
  setStock(change: { gpu: string; cloud?: Cloud | undefined; dataCenter?: string | undefined; level: Level }): void;
  setSecret(name: string, value: string): void;
  setOverlay(overlay: Partial<Overlay>): void;
  /** Returns the id of the rule. */
  addFault(rule: FaultRule): string;
  clearFaults(): void;
  /** From now on each request fails with probability `rate` in a way that `seed` decides; rate 0 ends it. */
  randomFaults(seed: number, rate: number): void;
  loseHost(podId: string): void;
  /** Every termination asked for by API is answered 503 without effect for so long. */
  refuseTermination(seconds: number): void;
  requests(): readonly RequestEntry[];
  clearRequests(): void;
  /** Answers that broke the published description, and other mistakes of the emulator. A test expects none. */
  bugs(): readonly string[];
}

/** A sub-app beside the API, such as `/s3`. Its app sees the whole path; faults and the request log work on it too. */
export interface MountedApp {
  /** Path it is mounted at, such as `/s3`; the app's own routes begin after it. */
  readonly path: string;
  readonly app: Hono;
}

export interface EmulatorOptions {
  readonly clock: Clock;
  readonly runner: ContainerRunner;
  /** Without one, nothing outlives the object. */
  readonly store?: StateStore;
  readonly settings?: Partial<EmulatorSettings>;
  /** Makes ids, keys and choices repeatable. @default random */
  readonly seed?: number;
  readonly routes?: (core: EmulatorCore) => readonly MountedApp[];
}

export interface Emulator {
  /** Answers like the service. Rejects with DroppedConnection (a TypeError) where a fault drops the connection. */
  fetch(request: Request): Promise<Response>;
  readonly core: EmulatorCore;
  /** Ends its timers and saves. Containers run on and are adopted at the next start. */
  stop(): Promise<void>;
}
