import { expect, it } from "vitest";
import type { MLflowArgs } from "../../../components/mlflow/index.ts";
import { planMLflow } from "../../../components/mlflow/plan.ts";
import { ownerLink } from "../links.ts";

const base: MLflowArgs = {
  namespace: "base",
  image: "mlflow@sha256:1",
  database: ownerLink("runs", "one"),
  authDatabase: ownerLink("users", "two"),
};

it("removes deleted runs after 90 days", () => {
  expect(planMLflow("track", base).retention).toEqual({ deletedDays: 90, schedule: "47 3 * * *" });
});

it("removes nothing when told so", () => {
  expect(planMLflow("track", { ...base, retention: false }).retention).toBeUndefined();
});

it.each([
  ["ReadWriteOnce", true],
  ["ReadWriteMany", false],
] as const)("with %s artifacts, pods share one node: %s", (artifactsAccess, oneNode) => {
  expect(planMLflow("track", { ...base, replicas: 2, artifactsAccess }).oneNode).toBe(oneNode);
});

it("takes host names with ports and wildcards, as a tunnel or a browser sends them", () => {
  const allowedHosts = ["mlflow.example.org", "mlflow.example.org:8443", "*.example.org", "10.1.2.3:*"];
  expect(planMLflow("track", { ...base, allowedHosts }).allowedHosts).toEqual(allowedHosts);
});

it("refuses bad arguments, all at once", () => {
  const sizes = { replicas: 0, artifactsGiB: 0, memoryMiB: 100, cpuMillis: 500, cpuLimitMillis: 100 };
  const words = { adminUsername: "two words", allowedHosts: ["fine.example", "https://wrong.example", "*"] };
  const retention = { deletedDays: 0, schedule: "never" };
  expect(() => planMLflow("Track", { ...base, ...sizes, ...words, retention })).toThrowErrorMatchingInlineSnapshot(`
    [Error: MLflow "Track": 10 problem(s) in its arguments
      - name: must be lower-case letters, digits and hyphens inside, starting with a letter, at most 40 characters, got "Track"
      - replicas: must be a whole number from 1 to 16, got 0
      - artifactsGiB: must be a whole number from 1 to 65536, got 0
      - memoryMiB: must be a whole number from 768 to 262144, got 100
      - cpuLimitMillis: must be a whole number from 500 to 64000, got 100
      - adminUsername: must be 1 to 63 letters, digits and -_.@, starting with a letter or digit, got "two words"
      - allowedHosts[1]: must be a host name, with a port if need be, got "https://wrong.example"
      - allowedHosts[2]: must name hosts: \`*\` would let any website reach the server
      - retention.deletedDays: must be a whole number from 1 to 3650, got 0
      - retention.schedule: must be a cron schedule as "17 2 * * *" (minute, hour, day, month, weekday; UTC), got "never"]
  `);
});
