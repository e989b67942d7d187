import type { HdfsLink } from "../hdfs/index.ts";
import type * as pulumi from "../lib/pulumi.ts";
import type { ZooKeeperLink } from "../zookeeper/index.ts";

/** Copies of all tables, outside of HDFS. */
export interface TableBackupArgs {
  /** When, as a cron schedule in UTC. @default "23 2 * * *" */
  readonly schedule?: string;
  /** Copies (`1` - `1000`) that are kept, the newest ones. @default 7 */
  readonly keepCopies?: number;
  /** When the newest copy is brought back into an empty namespace and compared, as a cron schedule in UTC. @default "41 4 * * 0" */
  readonly drillSchedule?: string;
  /** Size of their claim in GiB (`1` - `65536`): `keepCopies` and one more. It can grow where its class allows, never shrink. @default 10 */
  readonly storageGiB?: number;
  /** Class of the claim. *replaces* it. @default - the cluster's default class */
  readonly storageClass?: string;
  /** Whether the claim stays in the cluster when the resource is deleted. @default false */
  readonly retain?: boolean;
}

/** An HBase cluster on HDFS. */
export interface HBaseArgs {
  /** Namespace of everything it is made of. *replaces* */
  readonly namespace: pulumi.Input<string>;
  /** Image with HBase 2.6, as `images/hbase` makes it. A new one restarts the pods one at a time. */
  readonly image: pulumi.Input<string>;
  /** File system of the tables and of the log of writes. */
  readonly hdfs: HdfsLink;
  /** Decides which master is active, and knows which servers live. */
  readonly zookeeper: ZooKeeperLink;
  /** Masters (`1` - `3`): one is active, the others wait. @default 1 */
  readonly masters?: number;
  /** RegionServers (`1` - `256`). Raising it adds pods and touches no other; lowering it drains the leaving ones first. @default 2 */
  readonly regionServers?: number;
  /** Heap of a master in MiB (`256` - `65536`). @default 384 */
  readonly masterHeapMiB?: number;
  /** Heap of a RegionServer in MiB (`256` - `24576`), four fifths of it for reads and writes. @default 512 */
  readonly regionServerHeapMiB?: number;
  /** Seconds (`10` - `180`) without a sign of life after which a server counts as dead, and others take its regions. @default 40 */
  readonly sessionTimeoutSeconds?: number;
  /** Minutes (`1` - `100000`) that a drain may take. @default - from the regions */
  readonly drainLimitMinutes?: number;
  /** Copies of the tables; `false` for none. @default - daily, 7 of them, and a drill every Sunday */
  readonly backup?: TableBackupArgs | false;
  /** Thousandths of a processor of each pod, reserved (`10` - `64000`). @default 50 */
  readonly cpuMillis?: number;
  /** Thousandths of a processor of each pod, at most (`cpuMillis` - `64000`). @default 2000 */
  readonly cpuLimitMillis?: number;
  /** Properties of `hbase-site.xml`, the last word. @default - none */
  readonly siteOverrides?: Readonly<Record<string, string>>;
}

export const hbaseDefaults = {
  masters: 1,
  regionServers: 2,
  masterHeapMiB: 384,
  regionServerHeapMiB: 512,
  sessionTimeoutSeconds: 40,
  cpuMillis: 50,
  cpuLimitMillis: 2000,
  backup: {},
  siteOverrides: {},
} as const satisfies Partial<HBaseArgs>;

export const tableBackupDefaults = {
  schedule: "23 2 * * *",
  keepCopies: 7,
  drillSchedule: "41 4 * * 0",
  storageGiB: 10,
  retain: false,
} as const satisfies TableBackupArgs;
