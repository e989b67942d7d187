import { commandProbe, tcpProbe } from "../../lib/probes.ts";
import type * as pulumi from "../../lib/pulumi.ts";
import type { HdfsPlan } from "../plan.ts";
import { DATA_NODE_HTTP_PORT, DATA_NODE_IPC_PORT, DATA_NODE_PORT, LONG_START } from "./constants.ts";
import { answers, configMounts, configVolumes, daemonContainer, type DaemonUses, dataMount } from "./daemon.ts";
import { roleSet } from "./role-set.ts";

/** A stop takes seconds, and on a busy volume minutes. A longer one would be a death to HDFS before the next start. */
const GRACE_SECONDS = 300;
/** It has registered: a NameNode's heartbeat was answered, and told the name of its block pool. */
const registered = answers(
  DATA_NODE_HTTP_PORT,
  "Hadoop:service=DataNode,name=DataNodeInfo",
  'BlockPoolID\\\\":\\\\"BP-',
);

/** The DataNodes: ready when their NameNode knows them. `replicas` is what the cluster may have now. */
export function dataNodeSet(plan: HdfsPlan, uses: DaemonUses, replicas?: pulumi.Input<number>) {
  const { name, heapMiB, resources } = plan.dataNodes;
  const command = ["start-datanode"];
  const container = {
    ...daemonContainer({ name: "datanode", command, service: name, heapMiB, resources }, uses.image),
    ports: [
      { name: "data", containerPort: DATA_NODE_PORT },
      { name: "http", containerPort: DATA_NODE_HTTP_PORT },
      { name: "ipc", containerPort: DATA_NODE_IPC_PORT },
    ],
    // It waits for a NameNode that reads.
    startupProbe: commandProbe(registered, { ...LONG_START, timeoutSeconds: 10 }),
    readinessProbe: commandProbe(registered, { periodSeconds: 30, timeoutSeconds: 10, failures: 3 }),
    livenessProbe: tcpProbe(DATA_NODE_HTTP_PORT, { periodSeconds: 20, timeoutSeconds: 10, failures: 6 }),
    volumeMounts: [dataMount, ...configMounts],
  };
  const spec = {
    terminationGracePeriodSeconds: GRACE_SECONDS,
    containers: [container],
    volumes: configVolumes(uses),
  };
  return roleSet(plan, plan.dataNodes, uses, spec, replicas);
}
