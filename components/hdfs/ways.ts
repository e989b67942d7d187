import { admissionPolicy, egressPolicy, type PodSet } from "../lib/network.ts";
import * as k8s from "../lib/kubernetes.ts";
import type * as pulumi from "../lib/pulumi.ts";
import type { ZooKeeperLink } from "../zookeeper/index.ts";
import type { HdfsPlan } from "./plan.ts";
import {
  DATA_NODE_HTTP_PORT,
  DATA_NODE_IPC_PORT,
  DATA_NODE_PORT,
  FAILOVER_PORT,
  JOURNAL_HTTP_PORT,
  JOURNAL_PORT,
  NAME_NODE_HTTP_PORT,
  NAME_NODE_PORT,
} from "./render/constants.ts";

const single = [NAME_NODE_PORT, NAME_NODE_HTTP_PORT, DATA_NODE_PORT, DATA_NODE_HTTP_PORT, DATA_NODE_IPC_PORT];
const paired = [...single, JOURNAL_PORT, JOURNAL_HTTP_PORT, FAILOVER_PORT];

/** Ways between the pods of one file system, and from its NameNodes to ZooKeeper. */
export function openWays(
  plan: HdfsPlan,
  namespace: pulumi.Input<string>,
  zookeeper: ZooKeeperLink | undefined,
  parent: pulumi.ComponentResource,
): pulumi.CustomResource[] {
  const { name } = plan;
  const inside = { parent };
  const all: PodSet = { namespace, labels: plan.allLabels };
  const ports = plan.journalNodes === undefined ? single : paired;
  const own = ports.map((port) => ({ port, pods: all }));
  const ways = [
    new k8s.NetworkPolicy(`${name}-egress`, egressPolicy(`${name}-egress`, all, own), inside),
    new k8s.NetworkPolicy(`${name}-ingress`, admissionPolicy(`${name}-from-own`, all, ports, [all]), inside),
  ];
  if (zookeeper === undefined) return ways;
  const nameNodes: PodSet = { namespace, labels: plan.nameNodes.labels };
  const out = egressPolicy(`${name}-to-zookeeper`, nameNodes, [zookeeper]);
  ways.push(new k8s.NetworkPolicy(`${name}-zookeeper-egress`, out, inside));
  if (zookeeper.pods === undefined) return ways;
  const entrance = admissionPolicy(`${name}-at-zookeeper`, zookeeper.pods, [zookeeper.port], [nameNodes]);
  ways.push(new k8s.NetworkPolicy(`${name}-zookeeper-ingress`, entrance, inside));
  return ways;
}
