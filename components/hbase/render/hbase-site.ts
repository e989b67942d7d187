import { hadoopXml } from "../../lib/hadoop-xml.ts";
import type { HBasePlan } from "../plan.ts";

/** What a cluster stands on. */
export interface Site {
  readonly defaultFs: string;
  readonly quorum: string;
}

/** `hbase-site.xml` of clients. */
export function renderClientSite(plan: HBasePlan, { quorum }: Pick<Site, "quorum">): string {
  return hadoopXml(clients(plan, quorum));
}

/** `hbase-site.xml` of masters and RegionServers. It holds no count of them: none restarts for another one. */
export function renderHBaseSite(plan: HBasePlan, { defaultFs, quorum }: Site): string {
  return hadoopXml({
    ...clients(plan, quorum),
    "hbase.rootdir": `${defaultFs}${plan.rootPath}`,
    "hbase.tmp.dir": "/tmp/hbase",
    "zookeeper.session.timeout": String(plan.sessionTimeoutSeconds * 1000),
    ...names,
    ...durability,
    // Their pages are not in the image, and without them a server with a port for pages does not start.
    "hbase.master.info.port": "-1",
    "hbase.regionserver.info.port": "-1",
    "hbase.master.wait.on.regionservers.mintostart": "1",
    ...plan.siteOverrides,
  });
}

const clients = (plan: HBasePlan, quorum: string) => ({
  "hbase.cluster.distributed": "true",
  "hbase.zookeeper.quorum": quorum,
  "zookeeper.znode.parent": plan.znodeParent,
});

/** Servers are known by full names and listen on every address: the addresses of pods change. */
const names = {
  "hbase.master.hostname": "${env.POD_FQDN}",
  "hbase.unsafe.regionserver.hostname": "${env.POD_FQDN}",
  "hbase.master.ipc.address": "0.0.0.0",
  "hbase.regionserver.ipc.address": "0.0.0.0",
};

/** An acknowledged write is on the disks of the DataNodes, not only in their memory. */
const durability = {
  "hbase.unsafe.stream.capability.enforce": "true",
  "hbase.wal.hsync": "true",
  "hbase.procedure.store.wal.use.hsync": "true",
};
