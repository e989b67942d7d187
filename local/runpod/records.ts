import type { components } from "../../api/runpod/types.generated.ts";

type Schemas = components["schemas"];
export type PodStatus = Schemas["PodStatus"];
export type Cloud = Schemas["Cloud"];
export type Level = Schemas["AvailabilityLevel"];
export type VolumeType = Schemas["VolumeType"];
export type LogSource = Schemas["LogSource"];
export type Mounts = Schemas["Mounts"];
export type Template = Schemas["Template"];

/** A stretch of time with one price. Times are epoch milliseconds; `to` null is still running. */
export interface BilledInterval {
  readonly from: number;
  to: number | null;
  readonly kind: "gpu" | "cpu";
  readonly computeUsdPerHour: number;
  readonly diskUsdPerHour: number;
}

/** What faults do to one pod, fixed when it is created. Times are epoch milliseconds. */
export interface PodFaults {
  notFoundUntil?: number;
  unlistedUntil?: number;
  slowStartSeconds?: number;
  neverReady?: boolean;
  hostLossAt?: number;
  logCutAfterLines?: number;
  lateBillMinutes?: number;
}

/** A pod as the emulator keeps it, terminated ones included (their bills are still asked for). Times are epoch milliseconds. */
export interface PodRecord {
  readonly id: string;
  name: string;
  image: string;
  args: string;
  cmd: readonly string[] | undefined;
  entrypoint: readonly string[] | undefined;
  diskGb: number;
  /** As the user gave it: what GET shows. */
  env: Record<string, string>;
  ports: readonly string[];
  registryId: string | null;
  readonly cloud: Cloud;
  readonly gpu: { readonly id: string; readonly count: number } | undefined;
  readonly cpu: { readonly id: string; readonly vcpuCount: number; readonly memory: number } | undefined;
  readonly dataCenterId: string | null;
  readonly cudaVersion: string | null;
  mounts: Mounts;
  templateId: string | null;
  locked: boolean;
  globalNetworking: boolean;
  status: PodStatus;
  readonly createdAt: number;
  /** First start of a container. */
  startedAt: number | null;
  terminatedAt: number | null;
  /** Price of the compute, which GET shows as `cost`. */
  readonly usdPerHour: number;
  /** The key injected as RUNPOD_API_KEY. */
  readonly key: string;
  /** The runner was asked for a container that is not known to be gone: found and ended after a kill of the emulator. */
  hasContainer: boolean;
  /** Containers started so far. */
  starts: number;
  /** Start of the present container, null while none runs. */
  containerStartedAt: number | null;
  /** From when GET shows `runtime`, null while it does not. */
  runtimeVisibleAt: number | null;
  hostLost: boolean;
  intervals: BilledInterval[];
  faults: PodFaults;
}

/** A network volume. Times are epoch milliseconds. */
export interface VolumeRecord {
  readonly id: string;
  name: string;
  sizeGb: number;
  readonly dataCenter: string;
  readonly type: VolumeType;
  readonly createdAt: number;
  deletedAt: number | null;
  /** Every size it has had, oldest first. */
  readonly sizes: { readonly from: number; readonly gb: number }[];
}

export interface RegistryRecord {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly password: string;
}

export interface SecretRecord {
  readonly id: string;
  readonly name: string;
  value: string;
}

/** The keys of the one account there is. */
export interface AccountKeys {
  readonly apiKey: string;
  /** A second key that may only read (403 for the rest). */
  readonly readOnlyApiKey: string;
  readonly s3AccessKey: string;
  readonly s3SecretKey: string;
}
