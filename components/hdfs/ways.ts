import { admissionPolicy, type Edge, edgePolicies, egressPolicy, type Role } from "../lib/network.ts";
import * as k8s from "../lib/kubernetes.ts";
import type { Labels } from "../lib/labels.ts";
import type * as pulumi from "../lib/pulumi.ts";
import type { ZooKeeperLink } from "../zookeeper/index.ts";
import type { HdfsPlan } from "./plan.ts";
import {
  DATA_NODE_IPC_PORT,
  DATA_NODE_PORT,
  FAILOVER_PORT,
  JOURNAL_HTTP_PORT,
  JOURNAL_PORT,
  NAME_NODE_HTTP_PORT,
  NAME_NODE_PORT,
} from "./render/constants.ts";

/** Who opens what in one file system. Clients elsewhere open their ways to it from their side. */
function edgesOf(plan: HdfsPlan, namespace: pulumi.Input<string>): readonly Edge[] {
  const role = (name: string, labels: Labels): Role => ({ role: name, namespace, labels });
  const nameNodes = role("namenodes", plan.nameNodes.labels);
  const dataNodes = role("datanodes", plan.dataNodes.labels);
  const [admin, jobs] = [role("admin", plan.adminLabels), role("jobs", plan.jobLabels)];
  const edges: readonly Edge[] = [
    { from: dataNodes, to: nameNodes, ports: [NAME_NODE_PORT] },
    // Blocks go along a chain of DataNodes; one that was cut off while it was written is agreed on by calls.
    { from: dataNodes, to: dataNodes, ports: [DATA_NODE_PORT, DATA_NODE_IPC_PORT] },
    { from: admin, to: nameNodes, ports: [NAME_NODE_PORT, NAME_NODE_HTTP_PORT] },
    { from: admin, to: dataNodes, ports: [DATA_NODE_PORT] },
    // The copy of the name space comes by HTTP.
    { from: jobs, to: nameNodes, ports: [NAME_NODE_PORT, NAME_NODE_HTTP_PORT] },
  ];
  if (plan.journalNodes === undefined) return edges;
  const journalNodes = role("journalnodes", plan.journalNodes.labels);
  const journal = [JOURNAL_PORT, JOURNAL_HTTP_PORT];
  return [
    ...edges,
    // An image for the other one, its state, and the failover controllers' agreement.
    { from: nameNodes, to: nameNodes, ports: [NAME_NODE_PORT, NAME_NODE_HTTP_PORT, FAILOVER_PORT] },
    { from: nameNodes, to: journalNodes, ports: journal },
    // One that was away fetches the edits that it missed from the others.
    { from: journalNodes, to: journalNodes, ports: journal },
  ];
}

/** Ways between the pods of one file system, and from its NameNodes to ZooKeeper. */
export function openWays(
  plan: HdfsPlan,
  namespace: pulumi.Input<string>,
  zookeeper: ZooKeeperLink | undefined,
  parent: pulumi.ComponentResource,
): pulumi.CustomResource[] {
  const ways = edgePolicies(plan.name, edgesOf(plan, namespace)).map(
    (policy) => new k8s.NetworkPolicy(policy.metadata.name, policy, { parent }),
  );
  return zookeeper === undefined ? ways : [...ways, ...toZooKeeper(plan, namespace, zookeeper, parent)];
}

function toZooKeeper(
  { name, nameNodes: { labels } }: HdfsPlan,
  namespace: pulumi.Input<string>,
  zookeeper: ZooKeeperLink,
  parent: pulumi.ComponentResource,
): pulumi.CustomResource[] {
  const { port, pods } = zookeeper;
  const nameNodes = { namespace, labels };
  const out = egressPolicy(`${name}-to-zookeeper`, nameNodes, [zookeeper]);
  const way = new k8s.NetworkPolicy(`${name}-zookeeper-egress`, out, { parent });
  if (pods === undefined) return [way];
  const entrance = admissionPolicy(`${name}-at-zookeeper`, pods, [port], [nameNodes]);
  return [way, new k8s.NetworkPolicy(`${name}-zookeeper-ingress`, entrance, { parent })];
}
