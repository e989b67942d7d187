import * as k8s from "../lib/kubernetes.ts";
import { admissionPolicy, type Destination, egressPolicy, ingressPolicy, type PodSet } from "../lib/network.ts";
import type * as pulumi from "../lib/pulumi.ts";
import type { DataApiArgs } from "./args.ts";
import type { DataApiPlan } from "./plan.ts";
import { MANAGEMENT_PORT, PORT, SCRAPER_LABELS } from "./render/constants.ts";

/** Ways from the service to what it stands on, at both ends, and from its clients and the collector of metrics to it. */
export function openWays(
  { name, labels, clientLabels }: DataApiPlan,
  { namespace, hdfs, hbase, zookeeper }: DataApiArgs,
  parent: pulumi.ComponentResource,
): pulumi.CustomResource[] {
  const inside = { parent };
  const servers: PodSet = { namespace, labels };
  const clients: PodSet = { namespace, labels: clientLabels };
  const scrapers: PodSet = { namespace, labels: SCRAPER_LABELS };
  const ends: Readonly<Record<string, readonly Destination[]>> = {
    namenodes: [{ port: hdfs.ports.nameNode, pods: hdfs.nameNodePods }],
    datanodes: [hdfs.ports.dataNode, hdfs.ports.dataNodeHttp].map((port) => ({ port, pods: hdfs.dataNodePods })),
    zookeeper: [{ port: zookeeper.port, ...(zookeeper.pods && { pods: zookeeper.pods }) }],
    masters: [{ port: hbase.ports.master, pods: hbase.masterPods }],
    regionservers: [{ port: hbase.ports.regionServer, pods: hbase.regionServerPods }],
  };
  const own = { port: PORT, pods: servers };
  const policies = [
    egressPolicy(`${name}-egress`, servers, Object.values(ends).flat()),
    ingressPolicy(`${name}-from-clients`, own, clients),
    egressPolicy(`${name}-of-clients`, clients, [own]),
    ingressPolicy(`${name}-from-scrapers`, { port: MANAGEMENT_PORT, pods: servers }, scrapers),
    ...Object.entries(ends).flatMap(([role, at]) => {
      const pods = at[0]?.pods;
      const ports = at.map(({ port }) => port);
      return pods === undefined ? [] : [admissionPolicy(`${name}-at-${role}`, pods, ports, [servers])];
    }),
  ];
  return policies.map((policy) => new k8s.NetworkPolicy(policy.metadata.name, policy, inside));
}
