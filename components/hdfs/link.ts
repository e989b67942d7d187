import type { PodSet } from "../lib/network.ts";
import type * as pulumi from "../lib/pulumi.ts";

/** How others reach a file system. Known when it serves. */
export interface HdfsLink {
  /** `hdfs://<nameservice>` of two NameNodes, `hdfs://<host>:8020` of one. */
  readonly defaultFs: pulumi.Output<string>;
  /** `host:8020` of each NameNode, by full names: for what must be said to each, as refresh-nodes. */
  readonly nameNodes: pulumi.Output<readonly string[]>;
  /** ConfigMap with `core-site.xml` and `hdfs-site.xml` for clients: mount it in `/etc/hadoop`, or beside another configuration. */
  readonly discovery: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  /** All its pods. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** NameNodes and DataNodes: clients open the ways to their ports. */
  readonly nameNodePods: PodSet;
  readonly dataNodePods: PodSet;
  /** Ports that clients use. */
  readonly ports: {
    readonly nameNode: number;
    readonly nameNodeHttp: number;
    readonly dataNode: number;
    readonly dataNodeHttp: number;
    /** For clients that read a file while another one writes it: a DataNode says how far it is. */
    readonly dataNodeIpc: number;
  };
  /** The pod in which `hdfs-admin` may be run (container `admin`): `app.kubernetes.io/...=...,...`. */
  readonly podSelector: string;
  /** StatefulSet of the DataNodes; pod `i` is `<name>-<i>`, and its host the name below. */
  readonly dataNodeSet: pulumi.Output<string>;
  /** What follows `<pod>.` in the full name of a DataNode. */
  readonly dataNodeDomain: pulumi.Output<string>;
  /** ConfigMap whose key `exclude` names the DataNodes that leave, one a line; NameNodes see it within a minute. Not the program's. */
  readonly excludeConfigMap: string;
  /** Copies that clients keep of each block. */
  readonly replication: number;
}
