import { describe, expect, it } from "vitest";
import type { DataApiArgs } from "../../../components/data-api/index.ts";
import { planDataApi } from "../../../components/data-api/plan.ts";
import { hbaseLink, hdfsLink, zookeeperLink } from "../links.ts";

const base: DataApiArgs = {
  namespace: "lab",
  image: "desk@sha256:1",
  hdfs: hdfsLink(),
  hbase: hbaseLink(),
  zookeeper: zookeeperLink(),
};

describe("the plan of a data API", () => {
  it("gives a pod time to leave, to drain and to end before it is killed", () => {
    for (const drainSeconds of [5, 30, 3600]) {
      const plan = planDataApi("desk", { ...base, drainSeconds });
      expect(plan.graceSeconds).toBeGreaterThan(plan.leaveSeconds + drainSeconds);
    }
  });

  it("reserves memory for heap, buffers and what its clients load", () => {
    for (const heapMiB of [256, 512, 32_768]) {
      const { directMiB, resources } = planDataApi("desk", { ...base, heapMiB });
      expect(resources.memoryMiB).toBeGreaterThanOrEqual(heapMiB + directMiB + 256);
    }
  });

  it.each(["2026-02-30T00:00:00Z", "2027-01-31", "tomorrow", "2027-01-31T00:00:00+07:00"])(
    "refuses %s as the end of a token",
    (expiresAt) => {
      const tokens = [{ id: "loader", role: "writer" as const, expiresAt }];
      expect(() => planDataApi("desk", { ...base, tokens })).toThrow("tokens[0].expiresAt: must be a time in UTC");
    },
  );

  it.each([
    ["/", "must be a folder below /"],
    ["data", "must be a folder below /"],
    ["/data/../hbase", "must be a folder below /"],
    ["/hbase", "must not be in /hbase"],
    ["/hbase/tables", "must not be in /hbase"],
  ])("refuses %s as the folder that it serves", (root, reason) => {
    expect(() => planDataApi("desk", { ...base, root })).toThrow(`root: ${reason}`);
  });

  it("takes a folder whose name only begins like another one's", () => {
    expect(planDataApi("desk", { ...base, root: "/hbase-exports/desk" }).root).toBe("/hbase-exports/desk");
  });

  it("refuses bad arguments, all at once", () => {
    const wrong = {
      ...{ replicas: 0, heapMiB: 100, cpuMillis: 500, cpuLimitMillis: 100, sessionMinutes: 1, requestsPerSecond: 0 },
      ...{ maxConcurrent: 1, maxUploadGiB: 0, drainSeconds: 1, tablesNamespace: "hbase" },
      users: [
        { name: "alice", role: "admin" },
        { name: "Bob Smith", role: "owner", rotation: 0 },
      ],
      tokens: [{ id: "alice", role: "reader" }],
    } as unknown as Partial<DataApiArgs>;
    expect(() => planDataApi("Desk", { ...base, ...wrong })).toThrowErrorMatchingInlineSnapshot(`
      [Error: DataApi "Desk": 14 problem(s) in its arguments
        - name: must be lower-case letters, digits and hyphens inside, starting with a letter, at most 40 characters, got "Desk"
        - users[1].name: must be 1 to 63 lower-case letters, digits and -_., starting with a letter or digit, got "Bob Smith"
        - users[1].role: must be reader, writer or admin, got owner
        - users[1].rotation: must be a whole number from 1 to 9999, got 0
        - tokens[0].id: "alice" is taken
        - replicas: must be a whole number from 1 to 16, got 0
        - tablesNamespace: "hbase" is HBase's own; choose another
        - heapMiB: must be a whole number from 256 to 32768, got 100
        - cpuLimitMillis: must be a whole number from 500 to 64000, got 100
        - sessionMinutes: must be a whole number from 5 to 43200, got 1
        - requestsPerSecond: must be a whole number from 1 to 100000, got 0
        - maxConcurrent: must be a whole number from 8 to 4096, got 1
        - maxUploadGiB: must be a whole number from 1 to 16384, got 0
        - drainSeconds: must be a whole number from 5 to 3600, got 1]
    `);
  });
});
