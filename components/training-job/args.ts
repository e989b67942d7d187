import type * as pulumi from "@pulumi/pulumi";
import type { BudgetArgs, BudgetInputs } from "../ledger/args.ts";
import type { TrackingArgs, TrackingInputs } from "../tracking/args.ts";

/** A JSON value, as recipes hold them. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** RunPod's two pools. Network volumes exist in `SECURE` only. */
export type CloudName = "SECURE" | "COMMUNITY";

/** One place where the job may run, tried in the order written. */
export interface CandidateWish {
  /** GPU id of RunPod's catalog, as `NVIDIA RTX A4000`. */
  readonly gpu: string;
  /** Pool. */
  readonly cloud: CloudName;
  /** Data centre id, as `EU-RO-1`. @default - the volume's, else any */
  readonly dataCenter?: string;
  /** GPUs in the pod (`1` - `16`). @default 1 */
  readonly count?: number;
}

/** Any GPU that fits: ordered by stock, then by price, when the live catalog is read. */
export interface CandidateRule {
  /** Memory of one GPU in GB, at least. */
  readonly minMemoryGb: number;
  /** Price of the pod in USD per hour, at most; never above the job's own `maxUsdPerHour`. */
  readonly maxUsdPerHour: number;
  /** Pool. @default SECURE */
  readonly cloud?: CloudName;
  /** GPUs in the pod (`1` - `16`). @default 1 */
  readonly count?: number;
}

/** Training data by content: `id` is its manifest hash, `path` the local folder it is uploaded from. */
export interface DataRef {
  readonly id: string;
  /** Local folder; outside the hash, since `id` names the content. */
  readonly path: string;
  /** Snapshot that the folder was read from, for the record; outside the hash. @default - none */
  readonly snapshot?: string | undefined;
}

/** A GPU training run on RunPod with a hard limit in dollars. */
export interface TrainingJobArgs {
  /** Image that the pod pulls (linux/amd64), with tag or digest. */
  readonly image: pulumi.Input<string>;
  /** Content tag of the image; it stands for the image in the run's hash. *replaces* @default - the tag of `image` where it is a hash, else its name and tag */
  readonly imageTag?: pulumi.Input<string>;
  /** Recipe for the trainer image (64 KiB as JSON at most); exactly one of `recipe` and `command`. *replaces* */
  readonly recipe?: JsonObject;
  /** Command with its arguments (64 KiB as JSON at most), run without a shell; exactly one of `recipe` and `command`. *replaces* */
  readonly command?: readonly string[];
  /** Training data, addressed by content. *replaces* when the id changes. @default - none */
  readonly data?: pulumi.Input<DataRef>;
  /** Where it may run: a list tried in order, or a rule against the live catalog. */
  readonly candidates: readonly CandidateWish[] | CandidateRule;
  /** Price of the pod in USD per hour, at most. It is the assumed price wherever the real one is unknown. */
  readonly maxUsdPerHour: number;
  /** USD for all attempts of one run together, at most. */
  readonly maxUsd: number;
  /** Minutes that one pod may exist before its command is told to stop (`1` - `43200`). */
  readonly maxDurationMinutes: number;
  /** Minutes from creation to the first sign of life (`1` - `120`); then the next candidate is tried. @default 15 */
  readonly provisionTimeoutMinutes?: number;
  /** Attempts that one run may take in all (`1` - `20`). @default 3 */
  readonly attempts?: number;
  /** Network volume for data, checkpoints and results. @default - none: everything goes through the pod's own port */
  readonly volumeId?: pulumi.Input<string>;
  /** Data centre of that volume; it pins every candidate. Required with `volumeId`. */
  readonly volumeDataCenter?: pulumi.Input<string>;
  /** Environment of the command, in clear; 128 KiB a variable at most. *replaces* */
  readonly env?: Readonly<Record<string, pulumi.Input<string>>>;
  /** Environment by reference: variable to name of a RunPod secret. The value never passes through here. @default - none */
  readonly secretEnv?: Readonly<Record<string, string>>;
  /** Random seed (`0` - `4294967295`). *replaces* @default 42 */
  readonly seed?: number;
  /** Minutes between checkpoints (`1` - `1440`). @default 5 */
  readonly checkpointMinutes?: number;
  /** Checkpoints kept (`1` - `100`). @default 2 */
  readonly checkpointKeep?: number;
  /** Minutes without progress after which the run is ended as stalled (`1` - `1440`), or null for never. @default 30 */
  readonly stallMinutes?: number | null;
  /** Minutes for which a failed pod is kept for a look inside, billed and within the cap (`0` - `1440`). @default 0 */
  readonly keepOnFailureMinutes?: number;
  /**
   * Seconds that the pod waits for us to fetch logs and results before it ends itself (`0` - `3600`). While results leave
   * through the pod's port (a job without a volume) the wait begins anew, within the deadline. @default 120
   */
  readonly handoverSeconds?: number;
  /** Seconds that `up` waits for the bill (`0` - `3600`); RunPod's lands 5 to 60 minutes late. @default 0 */
  readonly billingWaitSeconds?: number;
  /** What `up` waits for. @default completion */
  readonly wait?: "completion" | "started";
  /** Container disk in GB, wiped with the pod (`1` - `2000`). @default 20 */
  readonly diskGb?: number;
  /** RunPod registry credential to pull with. @default - none */
  readonly registryAuthId?: pulumi.Input<string>;
  /** Ours alone, for reports: RunPod keeps no labels. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Further pod ports, as `8888/http`. @default - none */
  readonly ports?: readonly string[];
  /** Where the run is recorded: a link of `components/mlflow`, or a literal for another server. @default - nowhere */
  readonly mlflow?: TrackingArgs;
  /** Money that it shares with other runs, taken before a pod is made. @default - only `maxUsd` bounds it */
  readonly budget?: BudgetArgs;
}

export const trainingJobDefaults = {
  provisionTimeoutMinutes: 15,
  attempts: 3,
  seed: 42,
  checkpointMinutes: 5,
  checkpointKeep: 2,
  stallMinutes: 30,
  keepOnFailureMinutes: 0,
  handoverSeconds: 120,
  billingWaitSeconds: 0,
  wait: "completion",
  diskGb: 20,
} as const satisfies Partial<TrainingJobArgs>;

export const budgetDefaults = { team: "everyone", period: "month" } as const satisfies Partial<BudgetArgs>;

/** The arguments as the provider receives them: every default filled in, every Input resolved. */
export interface JobInputs {
  readonly project: string;
  readonly stack: string;
  /** The job's name. */
  readonly name: string;
  readonly image: string;
  readonly imageTag: string;
  readonly recipe: JsonObject | null;
  readonly command: readonly string[] | null;
  readonly data: DataRef | null;
  readonly candidates: readonly CandidateWish[] | CandidateRule;
  readonly maxUsdPerHour: number;
  readonly maxUsd: number;
  readonly maxDurationMinutes: number;
  readonly provisionTimeoutMinutes: number;
  readonly attempts: number;
  readonly volumeId: string | null;
  readonly volumeDataCenter: string | null;
  readonly env: Readonly<Record<string, string>>;
  readonly secretEnv: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly checkpointMinutes: number;
  readonly checkpointKeep: number;
  readonly stallMinutes: number | null;
  readonly keepOnFailureMinutes: number;
  readonly handoverSeconds: number;
  readonly billingWaitSeconds: number;
  readonly wait: "completion" | "started";
  readonly diskGb: number;
  readonly registryAuthId: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  /** Absent where none was given, so that the inputs of a job without a record stay as they ever were. */
  readonly mlflow?: TrackingInputs;
  /** Likewise absent where none was given. */
  readonly budget?: BudgetInputs;
}

/** A candidate with its price. */
export interface PricedCandidate {
  readonly gpu: string;
  readonly cloud: CloudName;
  /** null = any. */
  readonly dataCenter: string | null;
  readonly count: number;
  /** Of the whole pod (price of one GPU times `count`), USD per hour. */
  readonly usdPerHour: number;
  /** `ceiling`: nobody could say, so the job's `maxUsdPerHour` counts. */
  readonly source: "live" | "ceiling";
}

/** What `check` adds to the inputs, so that preview shows it and policies judge it. Outside diff and hash. */
export interface PricePlan {
  /** In the order in which they will be tried. Empty when only the live catalog can tell and it was not to be had. */
  readonly candidates: readonly PricedCandidate[];
  /** The dearest candidate's price, or the ceiling; USD per hour. */
  readonly usdPerHour: number;
  /** What the run can cost at most, all attempts, USD. */
  readonly worstCaseUsd: number;
  /** Hash of the run (64 hex digits). */
  readonly hash: string;
}
