import { expect } from "vitest";
import { until } from "../../support/cluster.ts";
import { HdfsDrill, type Told } from "../../support/hdfs-drill.ts";

export const twoNameNodes = "highAvailability: true, zookeeper,";
export const nameNodes = ["lake-namenode-0", "lake-namenode-1"];

/** An HDFS `lake` with two NameNodes, three journals and three servers of ZooKeeper, and what is done to it. */
export class HighAvailabilityDrill {
  readonly hdfs: HdfsDrill;

  private constructor(hdfs: HdfsDrill) {
    this.hdfs = hdfs;
  }

  /** Its program is written, and nothing stands yet. */
  static async open(namespace: string): Promise<HighAvailabilityDrill> {
    const drill = new HighAvailabilityDrill(await HdfsDrill.open(namespace));
    await drill.program(3, twoNameNodes);
    return drill;
  }

  program(servers: number, availability: string, more = "", dataNodes = 2): Promise<void> {
    return this.hdfs.program(`
    const zookeeper = new ZooKeeper("keeper", { namespace, image, servers: ${servers}, heapMiB: 64 }, inside).link;
    new Hdfs("lake", {
      namespace, image, ${availability} dataNodes: ${dataNodes}, replication: 2, nameNodeGiB: 1, dataNodeGiB: 1,
      nameNodeHeapMiB: 192, dataNodeHeapMiB: 128, backup: {},
    }, { ...inside${more} });
  `);
  }

  async stand(): Promise<void> {
    await this.hdfs.bed.up();
    await until("one NameNode is active", async () => (await this.activeNameNode()) !== "");
    expect(await this.hdfs.admin("safemode")).toEqual({ on: false });
    await this.hdfs.bed.up(["--expect-no-changes"]);
  }

  /** Which of the two is active; throws where that is not exactly one. */
  async activeNameNode(): Promise<string> {
    const bean = "Hadoop:service=NameNode,name=NameNodeStatus";
    const states = await Promise.all(
      nameNodes.map((pod) => this.hdfs.bean(pod, 9870, bean).catch((): Told => ({ State: "away" }))),
    );
    const active = nameNodes.filter((_, index) => states[index]?.["State"] === "active");
    if (active.length !== 1) throw new Error(`active: ${active.join(", ")}`);
    return active[0] ?? "";
  }

  /** A writer of acknowledged lines for a while, and what is done meanwhile: afterwards every line is there. Its longest stall in seconds. */
  async writeDuring(seconds: number, what: string, disturb: () => Promise<void>): Promise<number> {
    const path = `/runs/${what.replace(/ /g, "-")}`;
    const run = this.hdfs.admin("append-run", { path, seconds });
    const disturbed = async () => {
      await until("the writer has its file", async () => (await this.hdfs.admin("stat", { path }))["type"] === "file");
      await disturb();
    };
    const [told] = await Promise.all([run, disturbed()]);
    const { lines, longestStallSeconds } = told as { lines: number; longestStallSeconds: number };
    expect(lines).toBeGreaterThan(0);
    expect(await this.hdfs.admin("read", { path })).toMatchObject({ lines });
    console.log(
      `${what}: ${lines} lines acknowledged and read back, longest stall ${longestStallSeconds.toFixed(1)} s`,
    );
    return longestStallSeconds;
  }

  /** Restarts every pod of a set, one at a time, as a new image does. */
  async roll(set: string): Promise<void> {
    await this.hdfs.kubectl.run(["-n", this.hdfs.namespace, "rollout", "restart", `statefulset/${set}`]);
    await this.hdfs.kubectl.waitForRollout(this.hdfs.namespace, `statefulset/${set}`, 900);
  }
}
