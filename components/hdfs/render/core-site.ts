import { hadoopXml } from "../../lib/hadoop-xml.ts";
import type { HdfsPlan } from "../plan.ts";
import { defaultFs } from "./hosts.ts";

/** Clients give up a pod that is gone after seconds: its address is not taken by anybody, so nobody refuses the connection. */
const CONNECT_TIMEOUT_MILLIS = 5000;

/** What clients need to know. */
export function clientCore(plan: HdfsPlan, namespace: string): Readonly<Record<string, string>> {
  return {
    "fs.defaultFS": defaultFs(plan, namespace),
    "ipc.client.connect.timeout": String(CONNECT_TIMEOUT_MILLIS),
    "ipc.client.connect.max.retries.on.timeouts": "5",
  };
}

export function renderClientCoreSite(plan: HdfsPlan, namespace: string): string {
  return hadoopXml(clientCore(plan, namespace));
}

/** `core-site.xml` of the daemons; `quorum` is that of ZooKeeper, for two NameNodes. */
export function renderCoreSite(plan: HdfsPlan, namespace: string, quorum: string | undefined): string {
  const failover = quorum === undefined ? {} : { "ha.zookeeper.quorum": quorum };
  return hadoopXml({ ...clientCore(plan, namespace), "hadoop.tmp.dir": "/tmp/hadoop", ...failover });
}
