import type { PostgresOwnerLink } from "../postgres/index.ts";
import type * as pulumi from "../lib/pulumi.ts";

/** Removal of what was deleted long ago. */
export interface RetentionArgs {
  /** Days (`1` - `3650`) after its deletion in which a run can be brought back; then its data and artifacts are removed. @default 90 */
  readonly deletedDays?: number;
  /** When, as a cron schedule in UTC. @default "47 3 * * *" */
  readonly schedule?: string;
}

/** How pods outside the cluster reach the server. */
export interface PublishedArgs {
  /** Its URL, as a tunnel publishes it; the host becomes one of the allowed. */
  readonly url: pulumi.Input<string>;
  /** Headers that the URL needs, as an Access service token. *secret* */
  readonly headers?: pulumi.Input<Readonly<Record<string, string>>>;
}

/** An MLflow tracking server with authentication: metadata in Postgres, artifacts on a claim. */
export interface MLflowArgs {
  /** Namespace of everything it is made of. *replaces* */
  readonly namespace: pulumi.Input<string>;
  /** Image of MLflow 3.17 with `mlflow[auth]` and psycopg2, as `images/mlflow` makes it. A new one migrates both databases first. */
  readonly image: pulumi.Input<string>;
  /** Database of experiments, runs, metrics and models. */
  readonly database: PostgresOwnerLink;
  /** Database of users and their rights; not the same as `database`. */
  readonly authDatabase: PostgresOwnerLink;
  /** Pods that serve (`1` - `16`). With `ReadWriteOnce` artifacts they share one node. @default 1 */
  readonly replicas?: number;
  /** Size of the artifacts' claim in GiB (`1` - `65536`). It can grow where the storage class allows, never shrink. @default 10 */
  readonly artifactsGiB?: number;
  /** How the artifacts' claim is mounted: by pods of one node, or of several. *replaces* the claim, and nothing is copied. @default ReadWriteOnce */
  readonly artifactsAccess?: "ReadWriteOnce" | "ReadWriteMany";
  /** Class of the claim. *replaces* it, and nothing is copied. @default - the cluster's default class */
  readonly storageClass?: string;
  /** Memory of a pod in MiB (`768` - `262144`), reserved and never exceeded; a fresh server takes 520. @default 1024 */
  readonly memoryMiB?: number;
  /** Thousandths of a processor of a pod, reserved (`10` - `64000`). @default 100 */
  readonly cpuMillis?: number;
  /** Thousandths of a processor of a pod, at most (`cpuMillis` - `64000`); a start takes about 10 seconds of one. @default 2000 */
  readonly cpuLimitMillis?: number;
  /** The administrator's name. *replaces* the generated password. @default admin */
  readonly adminUsername?: string;
  /** Where it is published; the pods of training jobs then report by themselves. @default - nowhere */
  readonly published?: PublishedArgs;
  /** More names under which browsers and clients ask for it, with port where it is not the scheme's own. @default - none */
  readonly allowedHosts?: readonly string[];
  /** Removal of deleted runs; `false` keeps them. @default - the defaults of RetentionArgs */
  readonly retention?: RetentionArgs | false;
  /** Whether artifacts stay in the cluster when the resource is deleted. @default false */
  readonly retain?: boolean;
}

export const mlflowDefaults = {
  replicas: 1,
  artifactsGiB: 10,
  artifactsAccess: "ReadWriteOnce",
  memoryMiB: 1024,
  cpuMillis: 100,
  cpuLimitMillis: 2000,
  adminUsername: "admin",
  allowedHosts: [] as readonly string[],
  retention: {},
  retain: false,
} as const satisfies Partial<MLflowArgs>;

export const retentionDefaults = { deletedDays: 90, schedule: "47 3 * * *" } as const satisfies RetentionArgs;
