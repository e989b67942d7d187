import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { DataApi, type DataApiArgs, dataApiEnv } from "../../../components/data-api/index.ts";
import { built, leaks, mockPulumi, SECRET_MARK } from "../../support/mocks.ts";
import { inputsOf, kindsAndNames, SENTINEL } from "../built.ts";
import { hbaseLink, hdfsLink, zookeeperLink } from "../links.ts";

const args = (more: Partial<DataApiArgs> = {}): DataApiArgs => ({
  ...{ namespace: "lab", image: "registry.example/desk@sha256:1" },
  ...{ hdfs: hdfsLink(), hbase: hbaseLink(), zookeeper: zookeeperLink() },
  users: [{ name: "alice", role: "admin" }],
  tokens: [{ id: "loader", role: "writer" }],
  ...more,
});

interface Workload {
  readonly spec: {
    readonly replicas: number;
    readonly strategy: object;
    readonly template: {
      readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly topologySpreadConstraints: readonly object[];
        readonly containers: readonly {
          readonly env: readonly { readonly name: string; readonly value: string }[];
          readonly lifecycle: object;
          readonly readinessProbe: object;
        }[];
        readonly volumes: readonly object[];
      };
    };
  };
}
interface Rule {
  readonly ports: readonly { readonly port: number }[];
  readonly to?: readonly { readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> } }[];
  readonly from?: readonly { readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> } }[];
}
interface Policy {
  readonly spec: {
    readonly podSelector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly egress?: readonly Rule[];
    readonly ingress?: readonly Rule[];
  };
}

beforeEach(() => mockPulumi("yardtest", "unit", false, { result: SENTINEL, bcryptHash: `$2b$10$${SENTINEL}` }));

describe("DataApi", () => {
  it("stands as one Deployment behind one Service, with two Secrets and the ways at every end", async () => {
    new DataApi("desk", args());
    expect(kindsAndNames(await built())).toEqual([
      "Deployment desk-server",
      "Secret desk-credentials",
      "Secret desk-users",
      "Service desk-service",
      "NetworkPolicy desk-at-datanodes",
      "NetworkPolicy desk-at-masters",
      "NetworkPolicy desk-at-namenodes",
      "NetworkPolicy desk-at-regionservers",
      "NetworkPolicy desk-at-zookeeper",
      "NetworkPolicy desk-egress",
      "NetworkPolicy desk-from-clients",
      "NetworkPolicy desk-from-scrapers",
      "NetworkPolicy desk-of-clients",
      "PodDisruptionBudget desk-budget",
      "RandomPassword desk-password-alice",
      "RandomPassword desk-session-key",
      "RandomPassword desk-token-loader",
    ]);
  });

  it("opens to the service the ports of what it stands on, and not one more", async () => {
    new DataApi("desk", args());
    const { spec } = inputsOf(await built(), "desk-egress") as Policy;
    const edges = spec.egress?.flatMap(({ to = [], ports }) =>
      to.flatMap(({ podSelector }) => ports.map(({ port }) => `${podSelector.matchLabels["app"] ?? ""} ${port}`)),
    );
    expect(edges).toEqual(["names 1", "data 3", "data 4", "keep 7", "chief 5", "shelf 6"]);
  });

  it("lets in at its port its clients, and at that of its metrics who collects them", async () => {
    new DataApi("desk", args());
    const parts = await built();
    const admitted = (name: string) => {
      const { spec } = inputsOf(parts, name) as Policy;
      return spec.ingress?.map(({ from = [], ports }) => [from.map((one) => one.podSelector.matchLabels), ports]);
    };
    expect(admitted("desk-from-clients")).toEqual([
      [[{ "trainyard/client-of": "desk" }], [{ protocol: "TCP", port: 8000 }]],
    ]);
    expect(admitted("desk-from-scrapers")).toEqual([
      [[{ "trainyard/scrapes": "metrics" }], [{ protocol: "TCP", port: 8001 }]],
    ]);
  });

  it("publishes the API's port alone: probes and metrics are asked of pods", async () => {
    new DataApi("desk", args());
    const parts = await built();
    expect(inputsOf(parts, "desk-service")).toMatchObject({
      spec: { ports: [{ name: "http", port: 8000, targetPort: "http" }] },
    });
    const [server] = (inputsOf(parts, "desk-server") as Workload).spec.template.spec.containers;
    expect(server?.readinessProbe).toMatchObject({ httpGet: { path: "/ready", port: "management" } });
  });

  it("rolls without taking a pod away first, spreads over nodes, and drains within its grace", async () => {
    new DataApi("desk", args({ replicas: 3, drainSeconds: 50 }));
    const { spec } = inputsOf(await built(), "desk-server") as Workload;
    const pod = spec.template.spec;
    expect(spec.replicas).toBe(3);
    expect(spec.strategy).toEqual({ type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
    expect(pod.topologySpreadConstraints).toHaveLength(1);
    expect(pod.terminationGracePeriodSeconds).toBe(65);
    expect(pod.containers[0]?.lifecycle).toEqual({ preStop: { exec: { command: ["sleep", "5"] } } });
    expect(pod.containers[0]?.env).toContainEqual({ name: "DATA_API_DRAIN_SECONDS", value: "50" });
  });

  it("has one file of users for all its pods, which changes without another pod", async () => {
    const template = async (more: Partial<DataApiArgs>) => {
      await mockPulumi("yardtest", "unit", false, { result: SENTINEL, bcryptHash: SENTINEL });
      new DataApi("desk", args(more));
      return (inputsOf(await built(), "desk-server") as Workload).spec.template;
    };
    const before = await template({});
    expect(await template({ users: [{ name: "bob", role: "reader", rotation: 2 }], tokens: [] })).toEqual(before);
    expect(await template({ replicas: 4 })).toEqual(before);
    const moved = await template({ hbase: { ...hbaseLink(), quorum: pulumi.output("elsewhere-0:7") } });
    expect(moved.metadata.annotations).not.toEqual(before.metadata.annotations);
  });

  it("shows passwords, tokens and the key of sessions to nobody, and mounts hashes alone", async () => {
    const { link } = new DataApi("desk", args());
    const parts = await built();
    const inputs = parts.map((part) => part.inputs as unknown);
    expect(JSON.stringify(inputs)).toContain(SENTINEL);
    expect(leaks(inputs, SENTINEL)).toEqual([]);
    expect(await pulumi.isSecret(link.tokens["loader"]?.token ?? pulumi.output(""))).toBe(true);
    expect(JSON.stringify(inputsOf(parts, "desk-server"))).not.toContain("desk-credentials");
    const { stringData } = inputsOf(parts, "desk-users") as { stringData: Readonly<Record<string, { value: string }>> };
    const file = JSON.stringify(stringData);
    expect(file).toContain(SECRET_MARK);
    expect(file).toMatch(/\$2b\$10\$SENTINEL/);
  });

  it("draws 256 bits for a token, and again only when it is told to rotate", async () => {
    new DataApi("desk", args({ tokens: [{ id: "loader", role: "reader", rotation: 3 }] }));
    const drawn = inputsOf(await built(), "desk-token-loader") as { length: number; special: boolean; keepers: object };
    expect(drawn.length * Math.log2(62)).toBeGreaterThan(256);
    expect(drawn).toMatchObject({ special: false, keepers: { rotation: "3" } });
  });

  it("links its clients to one address, and to the Secret of their token", async () => {
    const { link } = new DataApi("desk", args());
    const loader = link.tokens["loader"];
    if (loader === undefined) throw new Error("the link has no token of the loader");
    const seen = pulumi.output({ url: link.url, controlUrl: link.controlUrl, env: dataApiEnv(link, loader) });
    await built();
    expect(await new Promise((resolve) => seen.apply(resolve))).toEqual({
      url: "http://desk.lab.svc:8000",
      controlUrl: "kube://lab/desk:8000",
      env: [
        { name: "DATA_API_URL", value: "http://desk.lab.svc:8000" },
        { name: "DATA_API_TOKEN", valueFrom: { secretKeyRef: { name: "desk-credentials", key: "token-loader" } } },
      ],
    });
  });

  it("opens no way at a ZooKeeper that is outside of our clusters", async () => {
    const { pods: _pods, ...outside } = zookeeperLink();
    new DataApi("desk", args({ zookeeper: outside }));
    const names = kindsAndNames(await built());
    expect(names).not.toContain("NetworkPolicy desk-at-zookeeper");
    expect(names).toContain("NetworkPolicy desk-at-masters");
  });
});
