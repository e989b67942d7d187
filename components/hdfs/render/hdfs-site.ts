import { hadoopXml } from "../../lib/hadoop-xml.ts";
import type { HdfsPlan } from "../plan.ts";
import {
  CHECKPOINT_DIR,
  COPY_AGAIN_SECONDS,
  DATA_MOUNT,
  EXCLUDE_KEY,
  FULL_REPORT_SECONDS,
  HEARTBEAT_SECONDS,
  HOSTS_DIR,
  NAME_DIR,
  NAME_NODE_HTTP_PORT,
  NAME_NODE_PORT,
  NEW_SEGMENT_SECONDS,
  RECHECK_SECONDS,
  TAIL_SECONDS,
} from "./constants.ts";
import { journalUri, nameNodeHosts } from "./hosts.ts";

type Properties = Readonly<Record<string, string>>;

/** Where the NameNodes are. Everybody goes by full names: addresses of pods change. */
function places(plan: HdfsPlan, namespace: string): Properties {
  const nameNodes = nameNodeHosts(plan, namespace);
  const names = { "dfs.client.use.datanode.hostname": "true" };
  if (plan.journalNodes === undefined) {
    const host = nameNodes[0]?.host ?? "";
    const rpc = { "dfs.namenode.rpc-address": `${host}:${NAME_NODE_PORT}` };
    return { ...rpc, "dfs.namenode.http-address": `${host}:${NAME_NODE_HTTP_PORT}`, ...names };
  }
  const { name } = plan;
  const each = nameNodes.flatMap(({ id, host }) => [
    [`dfs.namenode.rpc-address.${name}.${id}`, `${host}:${NAME_NODE_PORT}`],
    [`dfs.namenode.http-address.${name}.${id}`, `${host}:${NAME_NODE_HTTP_PORT}`],
  ]);
  return {
    "dfs.nameservices": name,
    [`dfs.ha.namenodes.${name}`]: nameNodes.map(({ id }) => id).join(","),
    ...(Object.fromEntries(each) as Properties),
    [`dfs.client.failover.proxy.provider.${name}`]:
      "org.apache.hadoop.hdfs.server.namenode.ha.ConfiguredFailoverProxyProvider",
    // Asks again often and for minutes: a failover takes a quarter of one.
    "dfs.client.failover.sleep.max.millis": "3000",
    "dfs.client.failover.max.attempts": "60",
    ...names,
  };
}

/** `hdfs-site.xml` of clients. */
export function renderClientHdfsSite(plan: HdfsPlan, namespace: string): string {
  return hadoopXml({
    ...places(plan, namespace),
    "dfs.replication": String(plan.replication),
    // What is written has all its copies again at once, also with two of them. With few DataNodes there is none to take the place.
    "dfs.client.block.write.replace-datanode-on-failure.policy": "ALWAYS",
    "dfs.client.block.write.replace-datanode-on-failure.best-effort": "true",
  });
}

/** `hdfs-site.xml` of all daemons. It holds no count of DataNodes: none of them restarts for another one. */
export function renderHdfsSite(plan: HdfsPlan, namespace: string): string {
  return hadoopXml({ ...places(plan, namespace), ...nameNode(), ...dataNode(), ...shared(plan, namespace) });
}

function nameNode(): Properties {
  return {
    "dfs.namenode.rpc-bind-host": "0.0.0.0",
    "dfs.namenode.http-bind-host": "0.0.0.0",
    "dfs.namenode.name.dir": `file://${NAME_DIR}`,
    // Of the job that makes an image of the edits, in its own pod.
    "dfs.namenode.checkpoint.dir": `file://${CHECKPOINT_DIR}`,
    "dfs.hosts.exclude": `${HOSTS_DIR}/${EXCLUDE_KEY}`,
    // A pod's address has a name only after it is published: a DataNode would be turned away at its start.
    "dfs.namenode.datanode.registration.ip-hostname-check": "false",
    // With few DataNodes, the busiest may be the only one left.
    "dfs.namenode.redundancy.considerLoad": "false",
    "dfs.namenode.replication.max-streams": "4",
    "dfs.namenode.replication.max-streams-hard-limit": "8",
    "dfs.namenode.decommission.interval": "10s",
    "dfs.namenode.heartbeat.recheck-interval": String(RECHECK_SECONDS * 1000),
    // Nothing is sent to a node that has been silent for 30 s, and one that is dead is forgotten within 30 s, not at the next recheck:
    // drains count on it (components/scale-in).
    "dfs.namenode.avoid.write.stale.datanode": "true",
    "dfs.namenode.avoid.read.stale.datanode": "true",
    "dfs.namenode.write.stale.datanode.ratio": "1.0",
    // A copy that was ordered and did not come is ordered again.
    "dfs.namenode.reconstruction.pending.timeout-sec": String(COPY_AGAIN_SECONDS),
    "dfs.image.transfer.timeout": "600000",
  };
}

function dataNode(): Properties {
  return {
    "dfs.heartbeat.interval": `${HEARTBEAT_SECONDS}s`,
    // A DataNode that ended in a write may keep a copy of a block that others have finished since. Nobody is told of it before
    // the next report of all its blocks (every six hours by default), and until then it takes no new copy: a drain waits for that.
    "dfs.blockreport.intervalMsec": String(FULL_REPORT_SECONDS * 1000),
    "dfs.datanode.data.dir": `file://${DATA_MOUNT}/blocks`,
    "dfs.datanode.hostname": "${env.POD_FQDN}",
    "dfs.datanode.use.datanode.hostname": "true",
  };
}

function shared(plan: HdfsPlan, namespace: string): Properties {
  if (plan.journalNodes === undefined) return {};
  return {
    "dfs.ha.namenode.id": "${env.POD_NAME}",
    "dfs.ha.automatic-failover.enabled": "true",
    // Journals fence a writer by its epoch; nothing is left for a script to do.
    "dfs.ha.fencing.methods": "shell(/bin/true)",
    "dfs.ha.log-roll.period": `${NEW_SEGMENT_SECONDS}s`,
    "dfs.ha.tail-edits.period": `${TAIL_SECONDS}s`,
    "dfs.namenode.shared.edits.dir": journalUri(plan, namespace),
    "dfs.journalnode.edits.dir": `${DATA_MOUNT}/journal`,
    "dfs.journalnode.rpc-bind-host": "0.0.0.0",
    "dfs.journalnode.http-bind-host": "0.0.0.0",
  };
}
