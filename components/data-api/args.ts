import type { HBaseLink } from "../hbase/index.ts";
import type { HdfsLink } from "../hdfs/index.ts";
import type * as pulumi from "../lib/pulumi.ts";
import type { ZooKeeperLink } from "../zookeeper/index.ts";

/** `reader` reads; `writer` also writes rows, files and folders; `admin` also makes and deletes tables, and sets quotas. */
export type DataApiRole = "reader" | "writer" | "admin";

/** A person, who signs in with a password that is drawn here. */
export interface DataApiUser {
  /** 1 to 63 lower-case letters, digits and `-_.`, starting with a letter or digit. */
  readonly name: string;
  readonly role: DataApiRole;
  /** Raise it to draw a new password (`1` - `9999`); the old one is refused a minute or two later. @default 1 */
  readonly rotation?: number;
}

/** A program, which shows a token that is drawn here. */
export interface DataApiToken {
  /** Its name in the audit log: as a user's name, and no user's. */
  readonly id: string;
  readonly role: DataApiRole;
  /** When it ends, as `2027-01-31T00:00:00Z`. @default - never */
  readonly expiresAt?: string;
  /** Raise it to draw a new token (`1` - `9999`); the old one is refused a minute or two later. @default 1 */
  readonly rotation?: number;
}

/** An HTTP service for the files of HDFS and the tables of HBase, with users. */
export interface DataApiArgs {
  /** Namespace of everything it is made of. *replaces* */
  readonly namespace: pulumi.Input<string>;
  /** Image of the service, as `images/data-api` makes it. A new one rolls the pods. */
  readonly image: pulumi.Input<string>;
  /** Where large files are. */
  readonly hdfs: HdfsLink;
  /** Where rows, what is known of files, and small files are. */
  readonly hbase: HBaseLink;
  /** The quorum of that HBase. */
  readonly zookeeper: ZooKeeperLink;
  /** Who may sign in. @default - nobody */
  readonly users?: readonly DataApiUser[];
  /** Which programs may call it. @default - none */
  readonly tokens?: readonly DataApiToken[];
  /** Pods that serve (`1` - `16`). With two, updates and evictions refuse nobody. @default 1 */
  readonly replicas?: number;
  /** Folder of HDFS that it serves as `/`; made where it is missing. Another one shows other files, and moves none. @default "/data" */
  readonly root?: string;
  /** Namespace of HBase for its own tables (there `_` for `-`); made where it is missing. Another one knows none of the files. @default "data-api" */
  readonly tablesNamespace?: string;
  /** Heap of a pod in MiB (`256` - `32768`). @default 512 */
  readonly heapMiB?: number;
  /** Thousandths of a processor of a pod, reserved (`10` - `64000`). @default 100 */
  readonly cpuMillis?: number;
  /** Thousandths of a processor of a pod, at most (`cpuMillis` - `64000`). @default 2000 */
  readonly cpuLimitMillis?: number;
  /** Minutes (`5` - `43200`) after which a person has to sign in again. @default 480 */
  readonly sessionMinutes?: number;
  /** Requests of one user that a pod takes in a second (`1` - `100000`). @default 500 */
  readonly requestsPerSecond?: number;
  /** Requests that a pod works on at a time (`8` - `4096`). @default 128 */
  readonly maxConcurrent?: number;
  /** Largest file in GiB (`1` - `16384`). @default 64 */
  readonly maxUploadGiB?: number;
  /** Seconds (`5` - `3600`) that a pod which is told to stop gives to the requests it has. @default 30 */
  readonly drainSeconds?: number;
}

export const dataApiDefaults = {
  users: [] as readonly DataApiUser[],
  tokens: [] as readonly DataApiToken[],
  replicas: 1,
  root: "/data",
  tablesNamespace: "data-api",
  heapMiB: 512,
  cpuMillis: 100,
  cpuLimitMillis: 2000,
  sessionMinutes: 480,
  requestsPerSecond: 500,
  maxConcurrent: 128,
  maxUploadGiB: 64,
  drainSeconds: 30,
} as const satisfies Partial<DataApiArgs>;
