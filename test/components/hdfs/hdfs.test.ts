import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { Hdfs, type HdfsArgs } from "../../../components/hdfs/index.ts";
import { FORGOTTEN_SECONDS, STALE_SECONDS } from "../../../components/scale-in/data-nodes/ghosts.ts";
import { ORDERED_SECONDS } from "../../../components/scale-in/data-nodes/plan.ts";
import { FIXED_SECONDS } from "../../../components/scale-in/data-nodes/limit.ts";
import { built, mockPulumi } from "../../support/mocks.ts";
import { inputsOf, kindsAndNames } from "../built.ts";

const args = { namespace: "base", image: "registry.example/west@sha256:1", dataNodes: 2 };
const keeper = { namespace: "base", labels: { app: "keeper" } };
const zookeeper = { quorum: pulumi.output("k-0:2181"), port: 2181, pods: keeper };
const pair = { ...args, highAvailability: true, zookeeper } as const;

interface Peer {
  readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> };
}
interface Rule {
  readonly from?: readonly Peer[];
  readonly to?: readonly Peer[];
  readonly ports: readonly { readonly port: number }[];
}
interface Pod {
  readonly containers: readonly {
    readonly startupProbe: { readonly periodSeconds: number; readonly failureThreshold: number };
  }[];
  readonly initContainers: readonly {
    readonly env: readonly object[];
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  }[];
  readonly volumes: readonly object[];
}
interface Policy extends Peer {
  readonly egress?: readonly Rule[];
  readonly ingress?: readonly Rule[];
}

beforeEach(() => mockPulumi());

const names = async (kind: string) =>
  kindsAndNames(await built()).flatMap((name) => (name.startsWith(`${kind} `) ? [name.slice(kind.length + 1)] : []));

type Property = (name: string) => string;

/** What the daemons are told, by name; empty where they are not. */
function daemonProperties(parts: Awaited<ReturnType<typeof built>>): Property {
  const { data } = inputsOf(parts, "west-config") as { data: Readonly<Record<string, string>> };
  return (name) => new RegExp(`<name>${name}</name><value>([^<]*)`).exec(data["hdfs-site.xml"] ?? "")?.[1] ?? "";
}

/** Silence after which a DataNode counts as dead. */
const deadSecondsOf = (property: Property): number =>
  (2 * Number.parseInt(property("dfs.namenode.heartbeat.recheck-interval"))) / 1000 +
  10 * Number.parseInt(property("dfs.heartbeat.interval"));

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
      "ConfigMap west-stands",
      "PersistentVolumeClaim west-backups",
      "Service west-datanode-service",
      "Service west-namenode-service",
      "NetworkPolicy west-admin-egress",
      "NetworkPolicy west-datanodes-egress",
      "NetworkPolicy west-datanodes-ingress",
      "NetworkPolicy west-jobs-egress",
      "NetworkPolicy west-namenodes-ingress",
      "PodDisruptionBudget west-datanode-budget",
      "PodDisruptionBudget west-namenode-budget",
      "Chosen west-chosen",
      "Chosen west-storage",
      "Drained west-datanode-drained",
      "Settled west-datanode-settled",
    ]);
  });

  it("has JournalNodes and ways to ZooKeeper for two NameNodes only", async () => {
    new Hdfs("west", { ...pair, backup: false });
    expect(await names("StatefulSet")).toEqual(["west-datanode-set", "west-journalnode-set", "west-namenode-set"]);
    expect((await names("NetworkPolicy")).filter((name) => /zookeeper|journal|namenodes-egress/.test(name))).toEqual([
      "west-journalnodes-egress",
      "west-journalnodes-ingress",
      "west-namenodes-egress",
      "west-zookeeper-egress",
      "west-zookeeper-ingress",
    ]);
    expect(await names("CronJob")).toEqual([]);
  });

  it("opens between its pods what they use of each other, and nothing more", async () => {
    new Hdfs("west", pair);
    const parts = await built();
    const roleOf = ({ podSelector }: Peer) => podSelector.matchLabels["app.kubernetes.io/component"] ?? "";
    const edges = (way: "egress" | "ingress") =>
      parts.flatMap(({ type, name, inputs }) => {
        const { spec } = inputs as { spec: Policy };
        if (!type.endsWith(":NetworkPolicy") || name.includes("zookeeper")) return [];
        return (spec[way] ?? []).flatMap(({ from = [], to = [], ports }) =>
          [...from.map((one) => [roleOf(one), roleOf(spec)]), ...to.map((one) => [roleOf(spec), roleOf(one)])].flatMap(
            (ends) => ports.map(({ port }) => `${ends.join(" to ")} ${port}`),
          ),
        );
      });
    const opened = [
      ...["admin to datanode 9866", "admin to namenode 8020", "admin to namenode 9870"],
      ...["datanode to datanode 9866", "datanode to datanode 9867", "datanode to namenode 8020"],
      ...["job to namenode 8020", "job to namenode 9870"],
      ...["journalnode to journalnode 8480", "journalnode to journalnode 8485"],
      ...["namenode to journalnode 8480", "namenode to journalnode 8485"],
      ...["namenode to namenode 8019", "namenode to namenode 8020", "namenode to namenode 9870"],
    ];
    expect([...edges("egress")].sort()).toEqual(opened);
    expect([...edges("ingress")].sort()).toEqual(opened);
  });

  it("says which job copies its name space, and that blocks with two copies are made again", async () => {
    const annotations = async (more: Partial<HdfsArgs>) => {
      await mockPulumi();
      new Hdfs("west", { ...args, ...more } as HdfsArgs);
      const parts = await built();
      return ["namenode", "datanode"].map((role) => {
        const { metadata } = inputsOf(parts, `west-${role}-set`) as { metadata: { annotations?: object } };
        return metadata.annotations;
      });
    };
    expect(await annotations({ dataNodes: 3, replication: 2 })).toEqual([
      { "trainyard/backup": "west-backup" },
      { "trainyard/backup": "none" },
    ]);
    expect(await annotations({ dataNodes: 3, replication: 1, backup: false })).toEqual([undefined, undefined]);
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
    const deadSeconds = deadSecondsOf(daemonProperties(parts));
    const { spec } = inputsOf(parts, "west-datanode-set") as {
      spec: { template: { spec: { terminationGracePeriodSeconds: number } } };
    };
    const startSeconds = 240;
    expect(deadSeconds).toBe(630);
    expect(spec.template.spec.terminationGracePeriodSeconds + startSeconds).toBeLessThan(deadSeconds);
  });

  it("lets a NameNode read a journal of hours, and DataNodes wait for it: none is killed meanwhile", async () => {
    new Hdfs("west", args);
    const parts = await built();
    const allowed = ["namenode", "datanode"].map((role) => {
      const { spec } = inputsOf(parts, `west-${role}-set`) as { spec: { template: { spec: Pod } } };
      const [{ startupProbe } = { startupProbe: { periodSeconds: 0, failureThreshold: 0 } }] =
        spec.template.spec.containers;
      return startupProbe.periodSeconds * startupProbe.failureThreshold;
    });
    // A full default claim of small edits, on a busy machine.
    const longest = (2 * 2 ** 30) / 120 / 1000;
    for (const seconds of allowed) expect(seconds).toBeGreaterThan(longest);
  });

  it("has NameNodes forget a dead DataNode before drains count on it", async () => {
    new Hdfs("west", args);
    const property = daemonProperties(await built());
    expect(property("dfs.namenode.avoid.write.stale.datanode")).toBe("true");
    const roundSeconds = STALE_SECONDS; // of a NameNode that avoids stale nodes
    expect(deadSecondsOf(property) + roundSeconds).toBeLessThan(FORGOTTEN_SECONDS);
  });

  it("has a copy that did not come counted as lacking again before drains count on it", async () => {
    new Hdfs("west", args);
    const property = daemonProperties(await built());
    const againSeconds = Number(property("dfs.namenode.reconstruction.pending.timeout-sec"));
    expect(2 * againSeconds).toBeLessThan(ORDERED_SECONDS); // HDFS looks for such copies as often as they time out
  });

  it("has a half copy of a DataNode that ended in a write removed, and the whole one ordered again, within the time of a drain", async () => {
    new Hdfs("west", args);
    const property = daemonProperties(await built());
    const reportSeconds = Number(property("dfs.blockreport.intervalMsec")) / 1000;
    const againSeconds = Number(property("dfs.namenode.reconstruction.pending.timeout-sec"));
    expect(reportSeconds).toBeGreaterThan(60);
    expect(againSeconds).toBeGreaterThan(30);
    expect(reportSeconds + 2 * againSeconds).toBeLessThan(FIXED_SECONDS); // NameNodes look for late copies as often as that
  });

  it("says to the bootstrap of its NameNodes that it has served, after it has: a lost volume is no first start then", async () => {
    new Hdfs("west", { ...pair, retain: true });
    const parts = await built();
    expect(inputsOf(parts, "west-stands")).toMatchObject({ data: { nameNodes: "2" } });
    const { spec } = inputsOf(parts, "west-namenode-set") as { spec: { template: { spec: Pod } } };
    const [bootstrap] = spec.template.spec.initContainers;
    const mount = bootstrap?.volumeMounts.find(({ name }) => name === "stands");
    expect(bootstrap?.env).toContainEqual({ name: "STANDS_DIR", value: mount?.mountPath });
    expect(bootstrap?.env).toContainEqual({ name: "POD_UID", valueFrom: { fieldRef: { fieldPath: "metadata.uid" } } });
    // Before the first start there is none.
    const source = { name: "stands", configMap: { name: "west-stands", optional: true } };
    expect(spec.template.spec.volumes).toContainEqual(source);
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
