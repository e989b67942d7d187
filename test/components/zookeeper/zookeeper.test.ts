import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { ZooKeeper } from "../../../components/zookeeper/index.ts";
import { planZooKeeper } from "../../../components/zookeeper/plan.ts";
import { renderConfiguration } from "../../../components/zookeeper/render/configuration.ts";
import { built, mockPulumi } from "../../support/mocks.ts";
import { inputsOf, kindsAndNames } from "../built.ts";

const args = { namespace: "base", image: "registry.example/east@sha256:1" };

beforeEach(() => mockPulumi());

describe("ZooKeeper", () => {
  it("stands as one StatefulSet with its Service, its configuration, a budget and the ways between servers", async () => {
    new ZooKeeper("east", args);
    expect(kindsAndNames(await built())).toEqual([
      "StatefulSet east-servers",
      "ConfigMap east-config",
      "Service east-service",
      "NetworkPolicy east-egress",
      "NetworkPolicy east-ingress",
      "PodDisruptionBudget east-budget",
      "Chosen east-chosen",
      "Chosen east-storage",
    ]);
  });

  it("remembers how many servers were chosen, and says what to do instead of another count", async () => {
    new ZooKeeper("east", { ...args, servers: 3 });
    const chosen = inputsOf(await built(), "east-chosen");
    expect(chosen).toMatchObject({ subject: 'ZooKeeper "east"', field: "servers", value: 3, allowed: [] });
    expect(chosen).toMatchObject({ why: expect.stringContaining("make a second ensemble") as unknown });
  });

  it("remembers the size of its claims, which go with their set, and lets it change where they stay", async () => {
    new ZooKeeper("east", { ...args, storageGiB: 4 });
    new ZooKeeper("kept", { ...args, storageGiB: 4, retain: true });
    const parts = await built();
    const value = "storageGiB 4, default class";
    expect(inputsOf(parts, "east-storage")).toMatchObject({ subject: 'ZooKeeper "east"', value });
    expect(inputsOf(parts, "east-storage")).not.toHaveProperty("mayChange");
    expect(inputsOf(parts, "kept-storage")).toMatchObject({ value, mayChange: true });
  });

  it("says that a server of three is made again from the others, and that nothing copies one that is alone", async () => {
    new ZooKeeper("east", args);
    new ZooKeeper("trio", { ...args, servers: 3 });
    const parts = await built();
    expect(inputsOf(parts, "trio-servers")).toMatchObject({
      metadata: { annotations: { "trainyard/backup": "none" } },
    });
    expect((inputsOf(parts, "east-servers") as { metadata: object }).metadata).not.toHaveProperty("annotations");
  });

  it("starts its servers together and publishes them before they are ready: one alone is no quorum", async () => {
    new ZooKeeper("east", { ...args, servers: 3 });
    const parts = await built();
    expect(inputsOf(parts, "east-servers")).toMatchObject({
      spec: { replicas: 3, podManagementPolicy: "Parallel", serviceName: "east" },
    });
    expect(inputsOf(parts, "east-service")).toMatchObject({
      spec: { clusterIP: "None", publishNotReadyAddresses: true },
    });
  });

  it("tells clients every server by its full name", async () => {
    const { link } = new ZooKeeper("east", { ...args, servers: 3 });
    const seen = pulumi.output({ quorum: link.quorum });
    await built();
    const hosts = [0, 1, 2].map((ordinal) => `east-${ordinal}.east.base.svc.cluster.local:2181`);
    expect(await new Promise((resolve) => seen.apply(resolve))).toEqual({ quorum: hosts.join(",") });
  });
});

describe("its configuration", () => {
  const lines = (servers: 1 | 3) =>
    renderConfiguration(planZooKeeper("east", { ...args, servers }), "base").split("\n");

  it("names no server where there is one, so that it waits for nobody", () => {
    expect(lines(1).filter((line) => line.startsWith("server."))).toEqual([]);
  });

  it("numbers three servers from 1, as start-zookeeper does", () => {
    expect(lines(3).filter((line) => line.startsWith("server."))).toEqual(
      [0, 1, 2].map((ordinal) => `server.${ordinal + 1}=east-${ordinal}.east.base.svc.cluster.local:2888:3888`),
    );
  });

  it("answers only what probes and people ask", () => {
    expect(lines(1)).toContain("4lw.commands.whitelist=ruok,srvr,mntr");
    expect(lines(1)).toContain("admin.enableServer=false");
  });
});

it("refuses bad arguments, all at once", () => {
  const wrong = { ...args, servers: 2 as 3, heapMiB: 1, storageGiB: 0, cpuMillis: 50, cpuLimitMillis: 10 };
  expect(() => planZooKeeper("East", wrong)).toThrowErrorMatchingInlineSnapshot(`
    [Error: ZooKeeper "East": 5 problem(s) in its arguments
      - name: must be lower-case letters, digits and hyphens inside, starting with a letter, at most 40 characters, got "East"
      - servers: must be 1 or 3, got 2
      - storageGiB: must be a whole number from 1 to 1024, got 0
      - heapMiB: must be a whole number from 64 to 65536, got 1
      - cpuLimitMillis: must be a whole number from 50 to 64000, got 10]
  `);
});
