import { KubeApi } from "../../components/kubernetes/api.ts";
import type { KubeAccess } from "../../components/lib/kube-access.ts";
import { hbasePort } from "../../components/scale-in/cluster/hbase.ts";
import { lookAtNameNode } from "../../components/scale-in/cluster/hdfs.ts";
import type { DataPort } from "./data-status.ts";

/** For a few reads of a daemon that runs. */
const NAME_NODE_SECONDS = 10;
/** For the start of a JVM. */
const HBASE_SECONDS = 20;

/** The daemons of a namespace, by the cluster's API. */
export function dataPort(access: KubeAccess, namespace: string): DataPort {
  const api = new KubeApi(access);
  return {
    nameNode: (pod) => lookAtNameNode(api, namespace, pod, NAME_NODE_SECONDS),
    hbase: (adminSelector) => hbasePort(api, namespace, { adminSelector }, HBASE_SECONDS).observe(),
  };
}
