import * as pulumi from "@pulumi/pulumi";
import type { HBaseLink } from "../../components/hbase/index.ts";
import type { HdfsLink } from "../../components/hdfs/index.ts";
import type { PostgresOwnerLink, PostgresServerLink } from "../../components/postgres/index.ts";
import type { ZooKeeperLink } from "../../components/zookeeper/index.ts";

/** A server as a program would be linked to it; every name differs from the product's, so that a swap cannot pass. */
export function serverLink(): PostgresServerLink {
  return {
    host: pulumi.output("south.base.svc"),
    port: 6543,
    namespace: pulumi.output("base"),
    pods: { namespace: "base", labels: { app: "south" } },
    username: pulumi.output("chief"),
    passwordSecret: { name: pulumi.output("south-auth"), key: "word" },
    image: pulumi.output("registry.example/south@sha256:1"),
  };
}

/** A database as a program would be linked to it. */
export function ownerLink(name: string, password: string): PostgresOwnerLink {
  const { host, port, pods } = serverLink();
  return {
    right: "owner",
    host,
    port,
    controlUrl: pulumi.output("kube://base/south:6543"),
    ...(pods && { pods }),
    database: pulumi.output(name),
    username: pulumi.output(`${name}_role`),
    password: pulumi.secret(password),
    passwordSecret: { name: pulumi.output(`${name}-owner-1`), key: "word" },
  };
}

const pods = (app: string) => ({ namespace: "base", labels: { app } });

/** A file system as HBase would be linked to it; no two ports are alike. */
export function hdfsLink(): HdfsLink {
  return {
    defaultFs: pulumi.output("hdfs://names:8020"),
    nameNodes: pulumi.output(["names:8020"]),
    discovery: pulumi.output("west-discovery"),
    namespace: pulumi.output("base"),
    podLabels: { app: "west" },
    nameNodePods: pods("names"),
    dataNodePods: pods("data"),
    ports: { nameNode: 1, nameNodeHttp: 2, dataNode: 3, dataNodeHttp: 4, dataNodeIpc: 8 },
    podSelector: "app=west-admin",
    dataNodeSet: pulumi.output("west-data"),
    dataNodeDomain: pulumi.output("west-data.base"),
    excludeConfigMap: "west-exclude",
    replication: 2,
  };
}

/** A quorum as HBase would be linked to it. */
export function zookeeperLink(): ZooKeeperLink {
  return { quorum: pulumi.output("keep-0:7"), port: 7, pods: pods("keep") };
}

/** Tables as a client of HBase would be linked to them. */
export function hbaseLink(): HBaseLink {
  return {
    quorum: pulumi.output("keep-0:7"),
    znodeParent: "/north",
    discovery: pulumi.output("north-discovery"),
    namespace: pulumi.output("base"),
    podLabels: { app: "north" },
    masterPods: pods("chief"),
    regionServerPods: pods("shelf"),
    ports: { master: 5, regionServer: 6 },
    podSelector: "app=north-admin",
  };
}
