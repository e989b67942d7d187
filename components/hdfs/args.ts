import type { ZooKeeperLink } from "../zookeeper/index.ts";
import type * as pulumi from "../lib/pulumi.ts";

/** Copies of the name space on a claim of their own. */
export interface ImageBackupArgs {
  /** When, as a cron schedule in UTC. @default "37 1 * * *" */
  readonly schedule?: string;
  /** Age in days (`1` - `3650`) from which a copy of this file system is removed; the newest one stays. @default 7 */
  readonly keepDays?: number;
  /** Size of their claim in GiB (`1` - `1024`). It can grow where the storage class allows, never shrink. @default 1 */
  readonly storageGiB?: number;
}

/** Files below a folder that nobody has written for so long are removed. */
export interface ExpiryArgs {
  /** Folder in HDFS, as `/landing`. The folders in it stay. */
  readonly path: string;
  /** Days (`1` - `36500`) since a file was last written. */
  readonly days: number;
}

interface CommonArgs {
  /** Namespace of everything it is made of. *replaces* */
  readonly namespace: pulumi.Input<string>;
  /** Image with HDFS 3.4, as `images/hdfs` makes it. A new one restarts the pods one at a time. */
  readonly image: pulumi.Input<string>;
  /** DataNodes (`1` - `256`). Raising it adds pods and touches no other; lowering it drains the leaving ones first. @default 3 */
  readonly dataNodes?: number;
  /** Copies that clients keep of each block (`1` - `dataNodes`, at most 16). @default 3, or `dataNodes` where there are fewer */
  readonly replication?: number;
  /** Size of a NameNode's claim in GiB (`1` - `65536`). Another one is refused, or with `retain` *replaces* the StatefulSet: claims keep their size. @default 2 */
  readonly nameNodeGiB?: number;
  /** Size of a DataNode's claim in GiB (`1` - `65536`). Another one is refused, or with `retain` *replaces* the StatefulSet: claims keep their size. @default 10 */
  readonly dataNodeGiB?: number;
  /** Class of all claims. Another one is refused, as another size is. @default - the cluster's default class */
  readonly storageClass?: string;
  /** Heap of a NameNode in MiB (`128` - `524288`); about 1 GiB for each million of blocks. @default 256 */
  readonly nameNodeHeapMiB?: number;
  /** Heap of a DataNode in MiB (`128` - `65536`). @default 256 */
  readonly dataNodeHeapMiB?: number;
  /** Thousandths of a processor of each pod, reserved (`10` - `64000`). @default 50 */
  readonly cpuMillis?: number;
  /** Thousandths of a processor of each pod, at most (`cpuMillis` - `64000`). @default 2000 */
  readonly cpuLimitMillis?: number;
  /** Copies of the name space; `false` makes none, and lets the edits of a single NameNode grow until it restarts. @default - the defaults of ImageBackupArgs */
  readonly backup?: ImageBackupArgs | false;
  /** Files that are removed when they are old, daily. @default - none */
  readonly expiry?: readonly ExpiryArgs[];
  /** Whether the data stays in the cluster when the resource is deleted. @default false */
  readonly retain?: boolean;
}

/** One NameNode: while its pod moves, clients wait. */
interface SingleArgs extends CommonArgs {
  readonly highAvailability?: false;
}

/** Two NameNodes over three JournalNodes, and a failover without a person. */
interface HighlyAvailableArgs extends CommonArgs {
  /** Chosen once: a file system of one NameNode becomes one of two by hand only (README). @default false */
  readonly highAvailability: true;
  /** Decides which NameNode is active. */
  readonly zookeeper: ZooKeeperLink;
}

/** An HDFS file system. */
export type HdfsArgs = SingleArgs | HighlyAvailableArgs;

export const hdfsDefaults = {
  dataNodes: 3,
  nameNodeGiB: 2,
  dataNodeGiB: 10,
  nameNodeHeapMiB: 256,
  dataNodeHeapMiB: 256,
  cpuMillis: 50,
  cpuLimitMillis: 2000,
  backup: {},
  expiry: [] as readonly ExpiryArgs[],
  retain: false,
} as const satisfies Partial<HdfsArgs>;

export const imageBackupDefaults = {
  schedule: "37 1 * * *",
  keepDays: 7,
  storageGiB: 1,
} as const satisfies ImageBackupArgs;
