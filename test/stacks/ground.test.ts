import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, it } from "vitest";
import { parseConfig } from "../../stacks/config.ts";
import type * as stacks from "../../stacks/platform.ts";
import { built, mockPulumi, native } from "../support/mocks.ts";

const { buildPlatform } = native("stacks/platform.ts") as typeof stacks;

const limits = { maxUsd: 1, maxUsdPerHour: 1, maxDurationMinutes: 5, candidates: [{ gpu: "g", cloud: "SECURE" }] };

/** A stack with one job and what `more` says. */
function build(more: Readonly<Record<string, unknown>>, job: object = { image: "other:1", command: ["true"] }) {
  const values = { runpod: "emulated", jobs: [{ name: "a", ...job, ...limits }], ...more };
  const texts = Object.entries(values).map(([key, value]) => [
    `trainyard:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return buildPlatform(parseConfig(Object.fromEntries(texts) as Record<string, string>));
}

const named = async (type: string) =>
  (await built()).filter((part) => part.type.endsWith(`:${type}`)).map((part) => part.name);

/** The inputs of a part, by its name. */
async function inputsOf(name: string): Promise<Readonly<Record<string, unknown>>> {
  const part = (await built()).find((one) => one.name === name);
  return part?.inputs as Readonly<Record<string, unknown>>;
}

/** Names of what the engine is told to leave in the cluster when the stack goes. */
async function retained(make: () => unknown): Promise<readonly string[]> {
  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) throw new Error("mocks give no monitor");
  const register = monitor.registerResource.bind(monitor) as (...call: readonly unknown[]) => unknown;
  const names: string[] = [];
  Object.assign(monitor, {
    registerResource: (request: { getName(): string; getRetainondelete(): boolean }, ...rest: unknown[]) => {
      if (request.getRetainondelete()) names.push(request.getName());
      return register(request, ...rest);
    },
  });
  make();
  await built();
  return names.toSorted();
}

const platform = {
  kubernetes: "local",
  kubeconfig: "/k",
  imageRegistry: "localhost:25000",
  postgres: { storageGiB: 2 },
  mlflow: { artifactsGiB: 5, retentionDays: 30, publishedNames: ["mlflow.example.org"] },
};

beforeEach(() => mockPulumi());

describe("the ground of a stack", () => {
  it("is nothing where the stack names no cluster", async () => {
    expect(build({}).ground).toBeUndefined();
    expect((await built()).map((part) => part.name)).toEqual(["a"]);
  });

  it("is a namespace that enforces restricted, and nothing in it that was not asked for", async () => {
    build({ kubernetes: "local", kubeconfig: "/k" });
    const parts = await built();
    const namespace = parts.find((part) => part.type.endsWith(":Namespace"));
    expect(namespace?.inputs).toMatchObject({
      metadata: { name: "yardtest-unit", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
    });
    expect(await named("StatefulSet")).toEqual([]);
    expect(await named("NetworkPolicy")).toEqual(["platform-default-deny", "platform-dns"]);
  });

  it("leaves its namespace in the cluster where data in it is to outlive the stack, and only there", async () => {
    const postgres = { storageGiB: 2, retain: true };
    expect(await retained(() => build({ ...platform, postgres }))).toEqual([
      ...["platform", "store-backups", "store-data"],
    ]);
    await mockPulumi();
    expect(await retained(() => build(platform))).toEqual([]);
    await mockPulumi();
    const place = { kubernetes: "local", kubeconfig: "/k", imageRegistry: "localhost:25000" };
    const stores = { zookeeper: {}, hdfs: { dataNodes: 2, dataNodeGiB: 1 } };
    const hbase = { regionServers: 2, backup: { retain: true } };
    expect(await retained(() => build({ ...place, ...stores, hbase }))).toContain("platform");
  });

  it("asks the context that the stack names, and the current one of this machine's cluster", async () => {
    build({ kubernetes: "prod-cluster" });
    expect(await inputsOf("cluster")).toMatchObject({ context: "prod-cluster" });
    await mockPulumi();
    build({ kubernetes: "local", kubeconfig: "/k" });
    const local = await inputsOf("cluster");
    expect(local).toMatchObject({ kubeconfig: "/k" });
    expect(local["context"]).toBeUndefined();
  });

  it("has Postgres with two databases, MLflow over them, their images, and the run recorded there", async () => {
    build(platform);
    expect(await named("StatefulSet")).toEqual(["store-server"]);
    expect(await named("Deployment")).toEqual(["tracking-server"]);
    expect(await named("Image")).toEqual(["base", "mlflow", "postgres"]);
    const pushed = async (name: string) => {
      const { imageName, skipPush } = await inputsOf(name);
      return [String(imageName).replace(/:[0-9a-f]{12}$/, ""), skipPush];
    };
    expect(await pushed("base")).toEqual(["localhost:25000/trainyard/base", false]);
    expect(await pushed("mlflow")).toEqual(["localhost:25000/trainyard/mlflow", false]);
    expect(await pushed("postgres")).toEqual(["localhost:25000/trainyard/postgres", false]);
    expect((await inputsOf("a"))["mlflow"]).toBeDefined();
  });

  it("keeps a budget in a database of its own, which every job is given with the stack's name", async () => {
    build({ ...platform, budget: { limitUsd: 400, team: "speech" } });
    expect(await named("Job")).toContain("ledger-set-up");
    const value = {
      ...{ limitUsd: 400, team: "speech", environment: "unit", period: "month" },
      ledger: { controlUrl: "kube://yardtest-unit/store:5432", database: "ledger", username: "ledger" },
    };
    expect((await inputsOf("a"))["budget"]).toMatchObject({ value });
    await mockPulumi();
    build(platform);
    expect(await named("Job")).not.toContain("ledger-set-up");
    expect(Object.keys(await inputsOf("a"))).not.toContain("budget");
  });

  it("has ZooKeeper and HDFS of one image where the stack asks for them", async () => {
    const hdfs = { dataNodes: 2, dataNodeGiB: 1, highAvailability: true, backupDays: 3 };
    const ground = { kubernetes: "local", kubeconfig: "/k", imageRegistry: "localhost:25000" };
    build({ ...ground, zookeeper: { servers: 3 }, hdfs });
    const sets = ["keeper-servers", "lake-datanode-set", "lake-journalnode-set", "lake-namenode-set"];
    expect(await named("StatefulSet")).toEqual(sets);
    expect(await named("Image")).toEqual(["base", "hdfs"]);
    expect(JSON.stringify(await inputsOf("lake-backup"))).toContain('{"name":"KEEP_DAYS","value":"3"}');
  });

  it("refuses two NameNodes without ZooKeeper, and data without a cluster", () => {
    const hdfs = { dataNodes: 2, dataNodeGiB: 1, highAvailability: true };
    expect(() => build({ kubernetes: "local", hdfs })).toThrow("hdfs.highAvailability: needs ZooKeeper");
    expect(() => build({ hdfs: { dataNodes: 2, dataNodeGiB: 1 } })).toThrow("hdfs: needs a cluster");
  });

  it("keeps tables in HBase where a stack wants them, and refuses them without what they stand on", async () => {
    const place = { kubernetes: "local", kubeconfig: "/k", imageRegistry: "localhost:25000" };
    const hdfs = { dataNodes: 2, dataNodeGiB: 1 };
    build({ ...place, zookeeper: {}, hdfs, hbase: { regionServers: 2 } });
    expect(await named("StatefulSet")).toEqual(
      expect.arrayContaining(["tables-master-set", "tables-regionserver-set"]),
    );
    expect(() => build({ ...place, hdfs, hbase: { regionServers: 2 } })).toThrow("hbase: keeps its");
  });

  it("builds nothing for an image that the configuration names", async () => {
    build({ ...platform, images: { mlflow: "example.org/mlflow@sha256:feed" } });
    expect(await named("Image")).toEqual(["base", "postgres"]);
    expect(JSON.stringify(await inputsOf("tracking-server"))).toContain("example.org/mlflow@sha256:feed");
  });

  it("builds the trainer image for a recipe, keeps it in the engine, and names the run after its content", async () => {
    build({ corpusId: "c", corpusDir: "/c" }, { recipe: "smoke-scratch" });
    const [image, job] = [await inputsOf("trainer"), await inputsOf("a")];
    expect(image).toMatchObject({ skipPush: true });
    expect(job["image"]).toBe(image["imageName"]);
    expect(image["imageName"]).toBe(`trainyard/trainer:${String(job["imageTag"])}`);
  });

  it("pushes the trainer image where a real RunPod pulls", async () => {
    build({ corpusId: "c", corpusDir: "/c", registry: "registry.example.org/team" }, { recipe: "smoke-scratch" });
    const image = await inputsOf("trainer");
    expect(image).toMatchObject({ skipPush: false });
    expect(image["imageName"]).toMatch(/^registry\.example\.org\/team\/trainyard\/trainer:/);
  });
});
