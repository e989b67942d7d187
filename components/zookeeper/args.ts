import type * as pulumi from "../lib/pulumi.ts";

/** A ZooKeeper ensemble. */
export interface ZooKeeperArgs {
  /** Namespace of everything it is made of. *replaces* */
  readonly namespace: pulumi.Input<string>;
  /** Image with `start-zookeeper`, as `images/hdfs` makes it. A new one restarts the servers one at a time. */
  readonly image: pulumi.Input<string>;
  /**
   * Servers: `1`, or `3` of which one may be away. Chosen once: servers that are added may elect each other before they know
   * what the first one holds. Another count is refused. @default 1
   */
  readonly servers?: 1 | 3;
  /** Size of each server's claim in GiB (`1` - `1024`). Another one is refused, or with `retain` *replaces* the StatefulSet: claims keep their size. @default 1 */
  readonly storageGiB?: number;
  /** Class of the claims. Another one is refused, as another size is. @default - the cluster's default class */
  readonly storageClass?: string;
  /** Heap of a server in MiB (`64` - `65536`). @default 128 */
  readonly heapMiB?: number;
  /** Thousandths of a processor of a server, reserved (`10` - `64000`). @default 50 */
  readonly cpuMillis?: number;
  /** Thousandths of a processor of a server, at most (`cpuMillis` - `64000`). @default 1000 */
  readonly cpuLimitMillis?: number;
  /** Whether the claims stay in the cluster when the resource is deleted. @default false */
  readonly retain?: boolean;
}

export const zooKeeperDefaults = {
  servers: 1,
  storageGiB: 1,
  heapMiB: 128,
  cpuMillis: 50,
  cpuLimitMillis: 1000,
  retain: false,
} as const satisfies Partial<ZooKeeperArgs>;
