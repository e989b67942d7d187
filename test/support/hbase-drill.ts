import { resolve } from "node:path";
import { haveImages } from "./ground-bed.ts";
import { HdfsDrill, type Told } from "./hdfs-drill.ts";

const root = resolve(import.meta.dirname, "..", "..");

/** What `hbase-admin status` says, as far as tests look at it. */
export interface HBaseStatus {
  readonly servers: readonly { readonly host: string; readonly regions: number; readonly draining: boolean }[];
  readonly regionsInTransition: number;
  readonly balancer: boolean;
}

/** How large HDFS and HBase are; heaps in MiB that are enough for tests. */
const small = { keeper: 64, nameNode: 192, dataNode: 192, regionServer: 320, dataNodes: 2, replication: 2 };

/** HBase `herd` on the file system of a drill, small, in the drill's namespace. */
export class HBaseDrill {
  readonly hdfs: HdfsDrill;

  private constructor(hdfs: HdfsDrill) {
    this.hdfs = hdfs;
  }

  static async open(namespace: string): Promise<HBaseDrill> {
    await haveImages("hbase");
    return new HBaseDrill(await HdfsDrill.open(namespace));
  }

  /** ZooKeeper, HDFS, HBase with so many RegionServers, and what `body` makes of `herd` and `lake`; `wish`: what is to be otherwise. */
  program(regionServers: number, body = "", wish: Partial<typeof small> = {}): Promise<void> {
    const size = { ...small, ...wish };
    return this.hdfs.program(`
      const { HBase } = await import("${root}/components/hbase/index.ts");
      const { HBaseTable } = await import("${root}/components/hbase-table/index.ts");
      const { HdfsDirectory } = await import("${root}/components/hdfs-directory/index.ts");
      const tables = imageOf("hbase");
      const zookeeper = new ZooKeeper("keeper", { namespace, image, heapMiB: ${size.keeper} }, inside).link;
      const lake = new Hdfs("lake", {
        namespace, image, dataNodes: ${size.dataNodes}, replication: ${size.replication}, nameNodeGiB: 1, dataNodeGiB: 1,
        nameNodeHeapMiB: ${size.nameNode}, dataNodeHeapMiB: ${size.dataNode}, backup: false,
      }, inside);
      const herd = new HBase("herd", {
        namespace, image: tables, hdfs: lake.link, zookeeper, regionServers: ${regionServers},
        regionServerHeapMiB: ${size.regionServer},
        // A new server gets regions soon, not after five minutes.
        siteOverrides: { "hbase.balancer.period": "15000" },
      }, inside);
      ${body}
    `);
  }

  /** Runs `hbase-admin` in the pod that waits for it. Throws with its error. */
  async admin<T extends object = Told>(command: string, request: object = {}): Promise<T> {
    const { kubectl, namespace } = this.hdfs;
    const exec = ["exec", "deployment/herd-admin", "--", "hbase-admin", command, JSON.stringify(request)];
    return JSON.parse(await kubectl.run(["--namespace", namespace, ...exec])) as T;
  }

  status(): Promise<HBaseStatus> {
    return this.admin<HBaseStatus>("status");
  }

  close(): Promise<void> {
    return this.hdfs.close();
  }
}
