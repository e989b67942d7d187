import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import type { HdfsArgs } from "../../../components/hdfs/index.ts";
import { planHdfs } from "../../../components/hdfs/plan.ts";

const base = { namespace: "base", image: "west@sha256:1" };
const zookeeper = { quorum: pulumi.output("k-0:2181"), port: 2181 };
const pair: HdfsArgs = { ...base, highAvailability: true, zookeeper };

it.each([
  [1, undefined, 1, 1],
  [2, undefined, 2, 1],
  [3, undefined, 3, 1],
  [5, 3, 3, 1],
  [6, 4, 4, 2],
  [6, 2, 2, 1],
])("with %i DataNodes and replication %s: %i copies, %i may be away", (dataNodes, wanted, replication, away) => {
  const given = wanted === undefined ? {} : { replication: wanted };
  const plan = planHdfs("west", { ...base, dataNodes, ...given });
  expect([plan.replication, plan.dataNodes.maxUnavailable]).toEqual([replication, away]);
});

it("has one NameNode and no journal, or two NameNodes and three journals", () => {
  const one = planHdfs("west", base);
  expect([one.nameNodes.replicas, one.journalNodes]).toEqual([1, undefined]);
  const two = planHdfs("west", pair);
  expect([two.nameNodes.replicas, two.journalNodes?.replicas]).toEqual([2, 3]);
});

it("gives a container more memory than its heap", () => {
  const { resources } = planHdfs("west", { ...base, nameNodeHeapMiB: 1024 }).nameNodes;
  expect(resources.memoryMiB).toBe(1024 + 128 + 256);
});

it("makes copies of the name space by itself, and none when told so", () => {
  expect(planHdfs("west", base).backup).toEqual({ schedule: "37 1 * * *", keepDays: 7, storageGiB: 1 });
  expect(planHdfs("west", { ...base, backup: false }).backup).toBeUndefined();
});

it("refuses more copies than there are DataNodes, and says what to change", () => {
  expect(() => planHdfs("west", { ...base, dataNodes: 2, replication: 3 })).toThrow(
    "replication: must be at most dataNodes (2), got 3; add data nodes or lower it",
  );
});

it("refuses bad arguments, all at once", () => {
  const sizes = { dataNodes: 0, nameNodeGiB: 0, dataNodeHeapMiB: 1, cpuMillis: 500, cpuLimitMillis: 100 };
  const expiry = [
    { path: "/", days: 1 },
    { path: "/landing", days: 0 },
  ];
  const backup = { schedule: "never", keepDays: 0 };
  expect(() => planHdfs("West", { ...base, ...sizes, expiry, backup })).toThrowErrorMatchingInlineSnapshot(`
    [Error: Hdfs "West": 10 problem(s) in its arguments
      - name: must be lower-case letters, digits and hyphens inside, starting with a letter, at most 40 characters, got "West"
      - dataNodes: must be a whole number from 1 to 256, got 0
      - replication: must be a whole number from 1 to 16, got 0
      - nameNodeGiB: must be a whole number from 1 to 65536, got 0
      - dataNodeHeapMiB: must be a whole number from 128 to 65536, got 1
      - cpuLimitMillis: must be a whole number from 500 to 64000, got 100
      - backup.schedule: must be a cron schedule as "17 2 * * *" (minute, hour, day, month, weekday; UTC), got "never"
      - backup.keepDays: must be a whole number from 1 to 3650, got 0
      - expiry[0].path: must be a folder below /, got "/"
      - expiry[1].days: must be a whole number from 1 to 36500, got 0]
  `);
});
