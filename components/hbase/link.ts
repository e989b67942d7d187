import type { PodSet } from "../lib/network.ts";
import type * as pulumi from "../lib/pulumi.ts";

/** How others reach a cluster. Known when it serves. */
export interface HBaseLink {
  /** `host:port,...` of ZooKeeper, and the node of this cluster in it: all that a client needs. */
  readonly quorum: pulumi.Output<string>;
  readonly znodeParent: string;
  /** ConfigMap with `hbase-site.xml` for clients: mount it in `/etc/hbase`. */
  readonly discovery: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  /** All its pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Clients open the ways to their ports. */
  readonly masterPods: PodSet;
  readonly regionServerPods: PodSet;
  readonly ports: { readonly master: number; readonly regionServer: number };
  /** The pod in which `hbase-admin` may be run (container `admin`): `app.kubernetes.io/...=...,...`. */
  readonly podSelector: string;
}
