import * as k8s from "../lib/kubernetes.ts";
import { admissionPolicy, egressPolicy, type PodSet } from "../lib/network.ts";
import type * as pulumi from "../lib/pulumi.ts";
import type { HBaseArgs } from "./args.ts";
import type { HBasePlan } from "./plan.ts";
import { MASTER_PORT, REGION_SERVER_PORT } from "./render/constants.ts";

const own = [MASTER_PORT, REGION_SERVER_PORT];

/** Ways between the pods of one cluster, and from them to ZooKeeper, NameNodes and DataNodes. */
export function openWays(
  { name, allLabels }: HBasePlan,
  { namespace, hdfs, zookeeper }: HBaseArgs,
  parent: pulumi.ComponentResource,
): pulumi.CustomResource[] {
  const inside = { parent };
  const all: PodSet = { namespace, labels: allLabels };
  const { nameNodePods, dataNodePods, ports } = hdfs;
  const atNameNodes = [ports.nameNode, ports.nameNodeHttp];
  // A log whose server died may still be open when another one has to read it.
  const atDataNodes = [ports.dataNode, ports.dataNodeHttp, ports.dataNodeIpc];
  const egress = egressPolicy(`${name}-egress`, all, [
    ...own.map((port) => ({ port, pods: all })),
    zookeeper,
    ...atNameNodes.map((port) => ({ port, pods: nameNodePods })),
    ...atDataNodes.map((port) => ({ port, pods: dataNodePods })),
  ]);
  const entrance = (role: string, at: PodSet, opened: readonly number[]) =>
    new k8s.NetworkPolicy(`${name}-${role}`, admissionPolicy(`${name}-at-${role}`, at, opened, [all]), inside);
  return [
    new k8s.NetworkPolicy(`${name}-egress`, egress, inside),
    entrance("own", all, own),
    entrance("namenodes", nameNodePods, atNameNodes),
    entrance("datanodes", dataNodePods, atDataNodes),
    ...(zookeeper.pods === undefined ? [] : [entrance("zookeeper", zookeeper.pods, [zookeeper.port])]),
  ];
}
