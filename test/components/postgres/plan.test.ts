import { expect, it } from "vitest";
import type { PostgresArgs } from "../../../components/postgres/index.ts";
import { planPostgres } from "../../../components/postgres/plan.ts";

const base: PostgresArgs = { namespace: "base", image: "postgres@sha256:1" };

it("takes a quarter of the memory as shared buffers", () => {
  expect(planPostgres("store", { ...base, memoryMiB: 1000 }).sharedBuffersMiB).toBe(250);
});

it("dumps daily, keeps a week, on a claim as large as the data's", () => {
  expect(planPostgres("store", { ...base, storageGiB: 12 }).backup).toMatchObject({
    schedule: "17 2 * * *",
    keepDays: 7,
    storageGiB: 12,
  });
});

it("makes no dumps when told so", () => {
  expect(planPostgres("store", { ...base, backup: false }).backup).toBeUndefined();
});

it("keeps what changes with an update out of the labels", () => {
  expect(planPostgres("store", base).labels).toEqual({
    "app.kubernetes.io/name": "postgres",
    "app.kubernetes.io/instance": "store",
    "app.kubernetes.io/component": "server",
  });
});

it("refuses bad arguments, all at once", () => {
  const bad = { ...base, storageGiB: 0, memoryMiB: 100, cpuMillis: 500, cpuLimitMillis: 100, maxConnections: 1.5 };
  expect(() => planPostgres("Store_1", { ...bad, backup: { schedule: "daily", keepDays: 0, storageGiB: -1 } }))
    .toThrowErrorMatchingInlineSnapshot(`
      [Error: Postgres "Store_1": 8 problem(s) in its arguments
        - name: must be lower-case letters, digits and hyphens inside, starting with a letter, at most 40 characters, got "Store_1"
        - storageGiB: must be a whole number from 1 to 65536, got 0
        - memoryMiB: must be a whole number from 256 to 1048576, got 100
        - cpuLimitMillis: must be a whole number from 500 to 256000, got 100
        - maxConnections: must be a whole number from 10 to 1000, got 1.5
        - backup.schedule: must be a cron schedule as "17 2 * * *" (minute, hour, day, month, weekday; UTC), got "daily"
        - backup.keepDays: must be a whole number from 1 to 3650, got 0
        - backup.storageGiB: must be a whole number from 1 to 65536, got -1]
    `);
});
