import type * as pulumi from "../lib/pulumi.ts";

/** Dumps of all databases to a claim of their own. */
export interface BackupArgs {
  /** When, as a cron schedule in UTC. @default "17 2 * * *" */
  readonly schedule?: string;
  /** Age in days (`1` - `3650`) from which a dump is removed; the newest one stays. @default 7 */
  readonly keepDays?: number;
  /** Size of their claim in GiB (`1` - `65536`). It can grow where the storage class allows, never shrink. @default - as `storageGiB` */
  readonly storageGiB?: number;
}

/** A Postgres server: one pod on one claim. */
export interface PostgresArgs {
  /** Namespace of everything it is made of. *replaces* */
  readonly namespace: pulumi.Input<string>;
  /** Image of Postgres 15, as `images/postgres` makes it. A new one restarts the server. */
  readonly image: pulumi.Input<string>;
  /** Size of the data's claim in GiB (`1` - `65536`). It can grow where the storage class allows, never shrink. @default 5 */
  readonly storageGiB?: number;
  /** Class of both claims. *replaces*, and the data is not copied. @default - the cluster's default class */
  readonly storageClass?: string;
  /** Memory of the server in MiB (`256` - `1048576`), reserved and never exceeded; a quarter is its shared buffers. @default 512 */
  readonly memoryMiB?: number;
  /** Thousandths of a processor, reserved (`10` - `256000`). @default 100 */
  readonly cpuMillis?: number;
  /** Thousandths of a processor, at most (`cpuMillis` - `256000`). @default 1000 */
  readonly cpuLimitMillis?: number;
  /** Connections at a time (`10` - `1000`), three of them for the superuser. @default 100 */
  readonly maxConnections?: number;
  /** Dumps; `false` makes none. @default - the defaults of BackupArgs */
  readonly backup?: BackupArgs | false;
  /** Whether data and dumps stay in the cluster when the resource is deleted. @default false */
  readonly retain?: boolean;
}

export const postgresDefaults = {
  storageGiB: 5,
  memoryMiB: 512,
  cpuMillis: 100,
  cpuLimitMillis: 1000,
  maxConnections: 100,
  backup: {},
  retain: false,
} as const satisfies Partial<PostgresArgs>;

export const backupDefaults = { schedule: "17 2 * * *", keepDays: 7 } as const satisfies BackupArgs;
