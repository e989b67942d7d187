import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { Hdfs } from "../../../components/hdfs/index.ts";
import { built, mockPulumi } from "../../support/mocks.ts";
import { inputsOf, kindsAndNames } from "../built.ts";

const args = { namespace: "base", image: "registry.example/west@sha256:1", dataNodes: 2 };
const keeper = { namespace: "base", labels: { app: "keeper" } };
const zookeeper = { quorum: pulumi.output("k-0:2181"), port: 2181, pods: keeper };
const pair = { ...args, highAvailability: true, zookeeper } as const;

beforeEach(() => mockPulumi());

const names = async (kind: string) =>
  kindsAndNames(await built()).flatMap((name) => (name.startsWith(`${kind} `) ? [name.slice(kind.length + 1)] : []));

describe("Hdfs", () => {
  it("stands as one NameNode, DataNodes and a pod for its administration", async () => {
    new Hdfs("west", args);
    expect(kindsAndNames(await built())).toEqual([
      "Deployment west-admin",
      "StatefulSet west-datanode-set",
      "StatefulSet west-namenode-set",
      "CronJob west-backup",
      "ConfigMap west-config",
      "ConfigMap west-discovery",
      "ConfigMap west-exclude",
      "ConfigMap west-nobody-excluded",
      "ConfigMap west-scripts",
      "PersistentVolumeClaim west-backups",
      "Service west-datanode-service",
      "Service west-namenode-service",
      "NetworkPolicy west-egress",
      "NetworkPolicy west-ingress",
      "PodDisruptionBudget west-datanode-budget",
      "PodDisruptionBudget west-namenode-budget",
      "Chosen west-chosen",
      "Drained west-datanode-drained",
      "Settled west-datanode-settled",
    ]);
  });

  it("has JournalNodes and ways to ZooKeeper for two NameNodes only", async () => {
    new Hdfs("west", { ...pair, backup: false });
    expect(await names("StatefulSet")).toEqual(["west-datanode-set", "west-journalnode-set", "west-namenode-set"]);
    expect(await names("NetworkPolicy")).toEqual([
      "west-egress",
      "west-ingress",
      "west-zookeeper-egress",
      "west-zookeeper-ingress",
    ]);
    expect(await names("CronJob")).toEqual([]);
  });

  it("has the same pods for any count of DataNodes: raising it restarts none", async () => {
    const templates = async (dataNodes: number) => {
      await mockPulumi();
      new Hdfs("west", { ...pair, dataNodes });
      const parts = await built();
      return ["west-datanode-set", "west-namenode-set", "west-journalnode-set"].map(
        (name) => (inputsOf(parts, name) as { spec: { template: unknown } }).spec.template,
      );
    };
    expect(await templates(3)).toEqual(await templates(40));
  });

  it("hands over from the active NameNode before it stops, and keeps its controller to the end", async () => {
    new Hdfs("west", pair);
    const stops = JSON.stringify(inputsOf(await built(), "west-namenode-set"));
    expect(stops).toContain('"preStop":{"exec":{"command":["bash","/scripts/leave.sh","namenode"]}}');
    expect(stops).toContain('"preStop":{"exec":{"command":["bash","/scripts/leave.sh","zkfc"]}}');
  });

  it("has a DataNode back before HDFS declares it dead: the longest stop and a start take less", async () => {
    new Hdfs("west", args);
    const parts = await built();
    const { data } = inputsOf(parts, "west-config") as { data: Readonly<Record<string, string>> };
    const property = (name: string) =>
      Number.parseInt(new RegExp(`<name>${name}</name><value>(\\d+)`).exec(data["hdfs-site.xml"] ?? "")?.[1] ?? "0");
    const deadSeconds =
      (2 * property("dfs.namenode.heartbeat.recheck-interval")) / 1000 + 10 * property("dfs.heartbeat.interval");
    const { spec } = inputsOf(parts, "west-datanode-set") as {
      spec: { template: { spec: { terminationGracePeriodSeconds: number } } };
    };
    const startSeconds = 240;
    expect(deadSeconds).toBe(630);
    expect(spec.template.spec.terminationGracePeriodSeconds + startSeconds).toBeLessThan(deadSeconds);
  });

  it("remembers how many NameNodes were chosen, before any daemon stands", async () => {
    new Hdfs("west", pair);
    expect(inputsOf(await built(), "west-chosen")).toMatchObject({
      field: "highAvailability",
      value: true,
      allowed: ["false to true"],
    });
  });

  it("gives NameNodes an empty exclude file, and what somebody else writes over it", async () => {
    new Hdfs("west", args);
    const parts = await built();
    const { data } = inputsOf(parts, "west-exclude") as { data?: object };
    expect(data ?? {}).toEqual({});
    expect(inputsOf(parts, "west-nobody-excluded")).toMatchObject({ data: { exclude: "" } });
    expect(inputsOf(parts, "west-namenode-set")).toMatchObject({
      spec: {
        template: {
          spec: {
            volumes: expect.arrayContaining([
              {
                name: "hosts",
                projected: {
                  sources: [
                    { configMap: { name: "west-nobody-excluded" } },
                    { configMap: { name: "west-exclude", optional: true } },
                  ],
                },
              },
            ]) as unknown,
          },
        },
      },
    });
  });

  it("links to its NameNodes and to the clients' configuration", async () => {
    const { link } = new Hdfs("west", pair);
    const seen = pulumi.output({
      fs: link.defaultFs,
      nodes: link.nameNodes,
      map: link.discovery,
      of: link.dataNodeDomain,
    });
    await built();
    expect(await new Promise((resolve) => seen.apply(resolve))).toEqual({
      fs: "hdfs://west",
      nodes: [0, 1].map((ordinal) => `west-namenode-${ordinal}.west-namenode.base.svc.cluster.local:8020`),
      map: "west-discovery",
      of: "west-datanode.base.svc.cluster.local",
    });
    expect([link.replication, link.excludeConfigMap]).toEqual([2, "west-exclude"]);
    expect(link.podSelector).toContain("app.kubernetes.io/component=admin");
  });

  it("removes old files by a container for each folder", async () => {
    new Hdfs("west", { ...args, expiry: [{ path: "/landing", days: 90 }] });
    expect(JSON.stringify(inputsOf(await built(), "west-expiry"))).toContain(
      String.raw`["hdfs-admin","expire","{\"path\":\"/landing\",\"days\":90}"]`,
    );
  });
});
