import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { HdfsArgs } from "../../../../components/hdfs/index.ts";
import { planHdfs } from "../../../../components/hdfs/plan.ts";
import { renderClientCoreSite, renderCoreSite } from "../../../../components/hdfs/render/core-site.ts";
import { renderClientHdfsSite, renderHdfsSite } from "../../../../components/hdfs/render/hdfs-site.ts";

const base = { namespace: "base", image: "west@sha256:1" };
const zookeeper = { quorum: pulumi.output("k-0:2181"), port: 2181 };
const one = planHdfs("west", { ...base, dataNodes: 2 });
const two = planHdfs("west", { ...base, highAvailability: true, zookeeper } satisfies HdfsArgs);
const host = (ordinal: number) => `west-namenode-${ordinal}.west-namenode.base.svc.cluster.local`;

/** Properties of a Hadoop configuration file. */
const read = (xml: string): Readonly<Record<string, string | undefined>> => {
  const found = [...xml.matchAll(/<name>(.*?)<\/name><value>(.*?)<\/value>/g)];
  return Object.fromEntries(found.map((match): [string, string] => [match[1] ?? "", match[2] ?? ""]));
};

describe("the clients' configuration", () => {
  it("names the one NameNode by its full name, and asks DataNodes by theirs", () => {
    expect(read(renderClientCoreSite(one, "base"))["fs.defaultFS"]).toBe(`hdfs://${host(0)}:8020`);
    expect(read(renderClientHdfsSite(one, "base"))).toMatchObject({
      "dfs.namenode.rpc-address": `${host(0)}:8020`,
      "dfs.client.use.datanode.hostname": "true",
      "dfs.replication": "2",
    });
  });

  it("names two NameNodes by the ids of their pods", () => {
    expect(read(renderClientCoreSite(two, "base"))["fs.defaultFS"]).toBe("hdfs://west");
    expect(read(renderClientHdfsSite(two, "base"))).toMatchObject({
      "dfs.nameservices": "west",
      "dfs.ha.namenodes.west": "west-namenode-0,west-namenode-1",
      "dfs.namenode.rpc-address.west.west-namenode-1": `${host(1)}:8020`,
      "dfs.namenode.http-address.west.west-namenode-0": `${host(0)}:9870`,
    });
  });

  it("has another DataNode take the place of one that failed, and does not stop writing when there is none", () => {
    const onFailure = "dfs.client.block.write.replace-datanode-on-failure";
    expect(read(renderClientHdfsSite(one, "base"))).toMatchObject({
      [`${onFailure}.policy`]: "ALWAYS",
      [`${onFailure}.best-effort`]: "true",
    });
  });
});

describe("the daemons' configuration", () => {
  it("is the same for any count of DataNodes and copies: none of them restarts for another one", () => {
    const more = planHdfs("west", { ...base, dataNodes: 9, replication: 3 });
    expect(renderHdfsSite(more, "base")).toBe(renderHdfsSite(one, "base"));
  });

  it("listens everywhere and is known by full names, which each pod says of itself", () => {
    expect(read(renderHdfsSite(one, "base"))).toMatchObject({
      "dfs.namenode.rpc-bind-host": "0.0.0.0",
      "dfs.datanode.hostname": "${env.POD_FQDN}",
      "dfs.namenode.datanode.registration.ip-hostname-check": "false",
      "dfs.hosts.exclude": "/etc/hdfs-hosts/exclude",
    });
    expect(renderHdfsSite(one, "base")).not.toContain("journal");
  });

  it("keeps the edits of two NameNodes in three journals, which fence, and lets ZooKeeper decide", () => {
    expect(read(renderHdfsSite(two, "base"))).toMatchObject({
      "dfs.ha.namenode.id": "${env.POD_NAME}",
      "dfs.ha.automatic-failover.enabled": "true",
      "dfs.ha.fencing.methods": "shell(/bin/true)",
      "dfs.namenode.shared.edits.dir": `qjournal://${[0, 1, 2]
        .map((ordinal) => `west-journalnode-${ordinal}.base.svc.cluster.local:8485`)
        .join(";")}/west`,
    });
    expect(read(renderCoreSite(two, "base", "k-0:2181"))["ha.zookeeper.quorum"]).toBe("k-0:2181");
    expect(renderHdfsSite(two, "base")).not.toContain("not-become-active-in-safemode");
  });
});
