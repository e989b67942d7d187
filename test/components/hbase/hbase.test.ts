import { beforeEach, describe, expect, it } from "vitest";
import { HBase, type HBaseArgs } from "../../../components/hbase/index.ts";
import { built, mockPulumi } from "../../support/mocks.ts";
import { inputsOf, kindsAndNames } from "../built.ts";
import { hdfsLink, zookeeperLink } from "../links.ts";

const args = (more: Partial<HBaseArgs> = {}): HBaseArgs => ({
  namespace: "base",
  image: "registry.example/herd@sha256:1",
  hdfs: hdfsLink(),
  zookeeper: zookeeperLink(),
  ...more,
});

interface Workload {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly replicas: number; readonly template: unknown };
}

beforeEach(() => mockPulumi());

describe("HBase", () => {
  it("stands as masters, region servers between Drained and Settled, and a pod for its administration", async () => {
    new HBase("herd", args());
    expect(kindsAndNames(await built())).toEqual([
      "Deployment herd-admin",
      "StatefulSet herd-master-set",
      "StatefulSet herd-regionserver-set",
      "CronJob herd-backup",
      "CronJob herd-drill",
      "CronJob herd-restore",
      "ConfigMap herd-config",
      "ConfigMap herd-discovery",
      "PersistentVolumeClaim herd-backups",
      "Service herd-master-service",
      "Service herd-regionserver-service",
      "NetworkPolicy herd-datanodes",
      "NetworkPolicy herd-egress",
      "NetworkPolicy herd-namenodes",
      "NetworkPolicy herd-own",
      "NetworkPolicy herd-zookeeper",
      "PodDisruptionBudget herd-master-budget",
      "PodDisruptionBudget herd-regionserver-budget",
      "Drained herd-regionserver-drained",
      "Settled herd-regionserver-settled",
    ]);
  });

  it("has the same pods for any count: raising it restarts none", async () => {
    const sets = async (regionServers: number) => {
      await mockPulumi();
      new HBase("herd", args({ regionServers }));
      const parts = await built();
      const roles = ["herd-regionserver-set", "herd-master-set"];
      return roles.map((name) => inputsOf(parts, name) as Workload);
    };
    const [few, many] = [await sets(2), await sets(40)];
    expect(few.map(({ spec }) => spec.template)).toEqual(many.map(({ spec }) => spec.template));
    expect([few[0]?.spec.replicas, many[0]?.spec.replicas]).toEqual([2, 40]);
  });

  it("keeps everything in HDFS, with writes on disks before they are acknowledged", async () => {
    new HBase("herd", args({ siteOverrides: { "hbase.regionserver.handler.count": "7" } }));
    const { data } = inputsOf(await built(), "herd-config") as { data: Readonly<Record<string, string>> };
    const site = data["hbase-site.xml"] ?? "";
    const property = (name: string): string | undefined =>
      new RegExp(`<name>${name}</name><value>([^<]*)</value>`).exec(site)?.[1];
    expect(property("hbase.rootdir")).toBe("hdfs://names:8020/hbase/herd");
    expect(property("hbase.zookeeper.quorum")).toBe("keep-0:7");
    expect([property("hbase.wal.hsync"), property("hbase.unsafe.stream.capability.enforce")]).toEqual(["true", "true"]);
    expect(property("hbase.wal.dir")).toBeUndefined();
    expect(site.indexOf("handler.count")).toBeGreaterThan(site.indexOf("info.port"));
  });

  it("opens the ports of HDFS that it uses, at both ends: a log that is still open is measured by a DataNode's calls", async () => {
    new HBase("herd", args());
    const parts = await built();
    const ports = (name: string) => {
      const { spec } = inputsOf(parts, name) as { spec: { ingress: { ports: { port: number }[] }[] } };
      return spec.ingress.flatMap((rule) => rule.ports.map(({ port }) => port));
    };
    expect([ports("herd-namenodes"), ports("herd-datanodes")]).toEqual([
      [1, 2],
      [3, 4, 8],
    ]);
    const { spec } = inputsOf(parts, "herd-egress") as { spec: { egress: { ports: { port: number }[] }[] } };
    expect(spec.egress.flatMap((rule) => rule.ports.map(({ port }) => port))).toEqual([16000, 16020, 7, 1, 2, 3, 4, 8]);
  });

  it("lets one pod of a role be evicted at a time", async () => {
    new HBase("herd", args({ masters: 3, regionServers: 9 }));
    const parts = await built();
    for (const role of ["master", "regionserver"])
      expect(inputsOf(parts, `herd-${role}-budget`)).toMatchObject({ spec: { maxUnavailable: 1 } });
  });

  it("refuses all that is wrong at once, and properties that are its own to decide", () => {
    const wrong = { masters: 4, regionServers: 0, siteOverrides: { "hbase.wal.dir": "/x" } };
    expect(() => new HBase("herd", args(wrong))).toThrow(
      [
        'HBase "herd": 3 problem(s) in its arguments',
        "  - masters: must be a whole number from 1 to 3, got 4",
        "  - regionServers: must be a whole number from 1 to 256, got 0",
        "  - siteOverrides.hbase.wal.dir: is decided by the component; leave it out",
      ].join("\n"),
    );
  });
});
