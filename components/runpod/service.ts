import type { components } from "../../api/runpod/types.generated.ts";

type Schemas = components["schemas"];
export type Pod = Schemas["Pod"];
export type CreatePodRequest = Schemas["CreatePodRequest"];
export type GpuType = Schemas["GpuType"];
export type DataCenter = Schemas["DataCenter"];
export type NetworkVolumeRecord = Schemas["NetworkVolume"];
export type PodBillingRecord = Schemas["PodBillingRecord"];
export type Cloud = Schemas["Cloud"];
export type LogSource = Schemas["LogSource"];

/** One line of a pod's log. `id` is opaque: it resumes the stream after this line. */
export interface PodLogLine {
  readonly id: string;
  /** RFC 3339. */
  readonly ts: string;
  readonly source: "container" | "system";
  readonly line: string;
}

/**
 * What the life cycle needs of RunPod. `api.ts` speaks it over REST v2 and maps every failure to an error of `failures.ts`.
 * Each call has a 30 s time limit; GET is retried on 5xx, 429 waits as told, POST is never repeated blindly.
 */
export interface RunpodService {
  /** All pods of the account, every page. */
  listPods(): Promise<readonly Pod[]>;
  /** Throws NotFoundError, which a young pod may answer too. */
  getPod(id: string): Promise<Pod>;
  /** Sent once. Throws NoCapacityError, RuleError, InsufficientBalanceError, ForbiddenError, ..., or AmbiguousError: perhaps created. */
  createPod(body: CreatePodRequest): Promise<Pod>;
  /** Asks for the end: the action, then DELETE when the action is refused. A pod that is gone is no failure. This alone proves nothing. */
  terminatePod(id: string): Promise<void>;
  /**
   * Lines until the server closes or `signal` aborts. They begin after the id `after`, else with the time `since`, else with the
   * last `tail`. Resumes nothing by itself. Throws NotFoundError, RuleError, AmbiguousError.
   */
  podLogs(
    id: string,
    options: { after?: string; since?: Date; tail?: number; source?: LogSource; signal?: AbortSignal },
  ): AsyncIterable<PodLogLine>;
  /** Live prices in USD per hour for one GPU, with stock where RunPod says it. `timeoutMs` bounds the whole call. */
  listGpus(filter: { count?: number; cloud?: Cloud; timeoutMs?: number }): Promise<readonly GpuType[]>;
  /** Bill of one pod since `since`, in USD, and whether any record has landed. Works for dead pods. */
  billedUsd(podId: string, since: Date): Promise<{ usd: number; landed: boolean }>;
  /** Bill of every pod of the account between two moments, in USD by pod id, dead ones included. Both are UTC day edges, or now. */
  billedPods(from: Date, to: Date): Promise<ReadonlyMap<string, number>>;
  /** USD left on the account, or undefined where nobody can say. Never throws. */
  balanceUsd(): Promise<number | undefined>;
}

/** Files of a network volume, reachable with no pod (S3). Keys have no leading slash. */
export interface VolumeFiles {
  /** undefined where there is no such key. Throws AmbiguousError, ForbiddenError. */
  get(key: string): Promise<Uint8Array | undefined>;
  put(key: string, body: Uint8Array | string): Promise<void>;
  /** Uploads a local file of any size. */
  putFile(key: string, path: string): Promise<void>;
  /** Downloads to `path`, written aside and renamed; false where there is no such key. */
  getFile(key: string, path: string): Promise<boolean>;
  list(prefix: string): Promise<readonly { key: string; size: number }[]>;
  remove(key: string): Promise<void>;
}

/** The supervisor's token-guarded port behind the pod proxy (docs/pod-protocol.md), for jobs without a volume. */
export interface PodPort {
  /** undefined while the port does not answer. */
  health(): Promise<{ state: string } | undefined>;
  putFile(path: string, localPath: string): Promise<void>;
  /** Says that all data files are there. */
  dataComplete(): Promise<void>;
  status(): Promise<{ body: string; mac: string } | undefined>;
  artifacts(): Promise<readonly { path: string; size: number; sha256: string }[]>;
  getArtifact(path: string, localPath: string): Promise<void>;
  /** The pod's own copy of its log, as far as it goes now. */
  getLog(localPath: string): Promise<void>;
  /** The controller has all it wants: the pod may end itself. */
  acknowledge(): Promise<void>;
}
