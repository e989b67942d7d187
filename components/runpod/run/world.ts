import type { Clock } from "../../lib/clock.ts";
import type { JobPlan } from "../../training-job/plan.ts";
import type { CreatePodRequest, PodPort, RunpodService, VolumeFiles } from "../service.ts";
import type { Budget } from "./budget.ts";
import type { Tracking } from "./tracking.ts";

/** Files under `$TRAINYARD_HOME`. Paths are relative to it unless said otherwise. A full disk throws an Error with code ENOSPC. */
export interface RunFolders {
  /** Where a relative path lies on this machine. */
  absolute(path: string): string;
  /** undefined where there is no such file. */
  read(path: string): Promise<string | undefined>;
  /** Writes aside and renames, so that a reader sees the old text or the new one. */
  write(path: string, text: string, mode?: number): Promise<void>;
  append(path: string, text: string): Promise<void>;
  /** False, and nothing written, when the file exists. Whoever sees the new file sees all of its text. */
  createNew(path: string, text: string): Promise<boolean>;
  remove(path: string): Promise<void>;
  /** Names in a folder; none where there is no such folder. */
  list(path: string): Promise<readonly string[]>;
  /** Bytes, 0 where there is no such file. */
  size(path: string): Promise<number>;
  /** Hex digest, undefined where there is no such file. */
  sha256(path: string): Promise<string | undefined>;
  /** All files below an absolute folder of this machine, by path relative to it; undefined where there is no such folder. */
  walk(folder: string): Promise<readonly { path: string; size: number }[] | undefined>;
}

/** A process, told from a later one with the same number by the moment it started. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
  readonly host: string;
}

/** What one attempt tells its pod. Times in epoch seconds of the controller's clock. */
export interface PodTask {
  readonly attempt: number;
  readonly token: string;
  readonly createdAt: number;
  /** The order to stop; `createdAt` + lifetime. */
  readonly deadline: number;
  readonly candidate: JobPlan["candidates"][number];
}

/** Everything the life cycle touches outside its own memory. No file of this folder reads a clock, the environment or the disk itself. */
export interface World {
  readonly clock: Clock;
  readonly service: RunpodService;
  /** The job's network volume; undefined for a job without one. */
  readonly volume: VolumeFiles | undefined;
  /** The supervisor's port behind the pod proxy; undefined where nobody can reach it. */
  podPort(podId: string, token: string): PodPort | undefined;
  readonly runs: RunFolders;
  /** Where runs are recorded besides; absent for a job that has no such link. */
  readonly tracking?: Tracking | undefined;
  /** Where its money is taken from; absent for a job without a budget. */
  readonly budget?: Budget | undefined;
  /** Ownership token of this `TRAINYARD_HOME`: our pods carry it as TRAINYARD_OWNER. */
  readonly owner: string;
  /** True once a person wants to leave the run to itself. */
  detach(): boolean;
  /** One line for the person who watches. */
  log(line: string): void;
  /** Aborts when the CLI that we act for died: from then on nothing is sent and nothing is written. */
  readonly signal: AbortSignal;
  readonly self: ProcessIdentity;
  /** Does this process of this host still run? */
  isAlive(process: ProcessIdentity): boolean;
  /** True where TRAINYARD_FORCE_NEW_RUN names this job: a run whose end nobody can read may be started again. */
  forced(job: string): boolean;
  /** Random hex digits, two a byte. */
  randomHex(bytes: number): string;
  /** The create body of one attempt; pure. */
  renderPod(job: JobPlan, task: PodTask): CreatePodRequest;
}

/** The part of the world that ending a pod, proving it gone and reading its bill need. */
export type Reach = Pick<World, "clock" | "service">;

/** The part of the world that keeping and reading a run's record need. */
export type Keeping = Pick<World, "clock" | "runs" | "log">;
