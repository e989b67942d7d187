import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { MLflow, type MLflowArgs } from "../../../components/mlflow/index.ts";
import { built, leaks, mockPulumi } from "../../support/mocks.ts";
import { inputsOf, kindsAndNames, SENTINEL } from "../built.ts";
import { ownerLink } from "../links.ts";

const args = (): MLflowArgs => ({
  namespace: "lab",
  image: "registry.example/track@sha256:1",
  database: ownerLink("runs", SENTINEL),
  authDatabase: ownerLink("users", SENTINEL),
});

interface Workload {
  readonly spec: {
    readonly replicas: number;
    readonly template: {
      readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
      readonly spec: {
        readonly affinity?: object;
        readonly containers: readonly { readonly env: readonly { readonly name: string; readonly value?: string }[] }[];
      };
    };
  };
}

beforeEach(() => mockPulumi("yardtest", "unit", false, { result: SENTINEL }));

describe("MLflow", () => {
  it("stands as one Deployment after one migration, with its claim, its Service and the ways to its databases", async () => {
    new MLflow("track", args());
    expect(kindsAndNames(await built())).toEqual([
      "Deployment track-server",
      "CronJob track-gc",
      "Job track-migrate",
      "ConfigMap track-scripts",
      "PersistentVolumeClaim track-artifacts",
      "Secret track-config",
      "Service track-service",
      "NetworkPolicy track-auth-database",
      "NetworkPolicy track-database",
      "NetworkPolicy track-egress",
      "NetworkPolicy track-ingress",
      "PodDisruptionBudget track-budget",
      "RandomPassword track-admin",
      "RandomPassword track-flask",
    ]);
  });

  it("has no CronJob where deleted runs are kept, and opens no way into databases elsewhere", async () => {
    const { pods: _one, ...database } = args().database;
    const { pods: _two, ...authDatabase } = args().authDatabase;
    new MLflow("track", { ...args(), database, authDatabase, retention: false });
    const names = kindsAndNames(await built());
    expect(names.filter((name) => /^(CronJob|NetworkPolicy)/.test(name))).toEqual([
      "NetworkPolicy track-egress",
      "NetworkPolicy track-ingress",
    ]);
  });

  it("shows passwords, flask secret and header values to nobody", async () => {
    const published = { url: "https://track.example.org", headers: { "CF-Access-Client-Secret": SENTINEL } };
    const { link } = new MLflow("track", { ...args(), published });
    const inputs = (await built()).map((part) => part.inputs as unknown);
    expect(JSON.stringify(inputs)).toContain(SENTINEL);
    expect(leaks(inputs, SENTINEL)).toEqual([]);
    expect(await pulumi.isSecret(link.password)).toBe(true);
    expect(link.podHeaders && (await pulumi.isSecret(link.podHeaders))).toBe(true);
  });

  it("is reached at its Service inside, by a port-forward from outside, and by no pod elsewhere", async () => {
    const { link } = new MLflow("track", args());
    const seen = pulumi.output({ url: link.url, controlUrl: link.controlUrl, username: link.username });
    await built();
    expect(await new Promise((resolve) => seen.apply(resolve))).toEqual({
      url: "http://track.lab.svc:5000",
      controlUrl: "kube://lab/track:5000",
      username: "admin",
    });
    expect([link.podUrl, link.podHeaders]).toEqual([undefined, undefined]);
  });

  it("tells servers where they are published", async () => {
    const published = { url: pulumi.output("https://track.example.org") };
    new MLflow("track", { ...args(), published, replicas: 2, allowedHosts: ["more.example.org"] });
    const { spec } = inputsOf(await built(), "track-server") as Workload;
    const value = (name: string) => spec.template.spec.containers[0]?.env.find((entry) => entry.name === name)?.value;
    expect(spec.replicas).toBe(2);
    expect(value("MLFLOW_SERVER_ALLOWED_HOSTS")).toMatch(/,track\.example\.org,more\.example\.org$/);
    expect([value("MLFLOW_DISABLE_TELEMETRY"), value("DO_NOT_TRACK")]).toEqual(["true", "true"]);
  });

  it("migrates again and rolls its servers when a database's password is new, though its Secret keeps its name", async () => {
    const rotated = {
      ...ownerLink("runs", SENTINEL),
      passwordSecret: { name: pulumi.output("runs-owner-2"), key: "w" },
    };
    new MLflow("track", args());
    new MLflow("fresh", { ...args(), database: rotated });
    const parts = await built();
    const version = (name: string) =>
      (inputsOf(parts, name) as Workload).spec.template.metadata.annotations["trainyard/config-version"];
    expect(version("track-server")).toMatch(/^[0-9a-f]{12}$/);
    expect(version("track-migrate")).toBe(version("track-server"));
    expect(version("fresh-server")).not.toBe(version("track-server"));
  });

  it("spreads its pods over nodes only where several nodes can mount the artifacts", async () => {
    new MLflow("one", args());
    new MLflow("many", { ...args(), artifactsAccess: "ReadWriteMany" });
    const parts = await built();
    const pods = (name: string) => (inputsOf(parts, name) as Workload).spec.template.spec;
    expect([pods("one-server").affinity === undefined, pods("many-server").affinity === undefined]).toEqual([
      false,
      true,
    ]);
  });
});
