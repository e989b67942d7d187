import { cp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { locate } from "../../../cli/context.ts";
import { ensureEngine } from "../../../cli/engine/index.ts";
import { ensureImage } from "../../../cli/images/index.ts";
import { ownImage } from "../../../cli/images/own-image.ts";
import { type Forward, openForward } from "../../../components/kubernetes/forward.ts";
import { binaryFolders } from "../../../local/cluster/binaries.ts";
import { type Bench, testCluster, until } from "../../support/cluster.ts";
import { Kubectl } from "../../support/kubectl.ts";
import { type FoundRun, MLflowClient, statusUnder } from "../../support/mlflow-client.ts";
import { adminPassword, killPods, runNow, sql, type Standing } from "../../support/platform-drill.ts";
import { PluginBed } from "../../support/plugin-bed.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");
const site = { ...locate(root, process.env), env: process.env };
const namespace = "platform-test";
const notes = "what a run leaves behind\n";
const whole: FoundRun = { params: { seed: "7" }, metrics: { loss: 0.25 }, status: "FINISHED", notes };
let bench: Bench;
let bed: PluginBed;
let standing: Standing;
let forward: Forward | undefined;
let address: string;
let tracker: MLflowClient;
let run: string;

const program = (): string => `
  import { Image } from "${root}/components/image/index.ts";
  import * as docker from "${root}/components/lib/docker.ts";
  import * as k8s from "${root}/components/lib/kubernetes.ts";
  import { restrictedNamespace as labels } from "${root}/components/lib/security.ts";
  import { MLflow } from "${root}/components/mlflow/index.ts";
  import { NetworkPolicies } from "${root}/components/network-policy/index.ts";
  import { Postgres, PostgresDatabase } from "${root}/components/postgres/index.ts";
  const engine = { providers: [new docker.Provider("engine", { host: process.env["DOCKER_HOST"] })] };
  const registry = "${bench.cluster.registry}";
  const base = new Image("base", { source: "base" }, engine);
  const image = (source: "postgres" | "mlflow") =>
    new Image(source, { source, base: base.link, registry }, engine).link.reference;
  const provider = new k8s.Provider("cluster", {
    kubeconfig: "${bench.cluster.kubeconfig}", context: "${bench.cluster.context}",
  });
  const inside = { providers: [provider] };
  const place = new k8s.Namespace("place", { metadata: { name: "${namespace}", labels } }, { provider });
  const namespace = place.metadata.name;
  new NetworkPolicies("walls", { namespace }, inside);
  const store = new Postgres("store", { namespace, image: image("postgres"), storageGiB: 1 }, inside);
  const runs = new PostgresDatabase("runs", { server: store.link }, inside);
  const users = new PostgresDatabase("users", { server: store.link }, inside);
  const databases = { database: runs.owner, authDatabase: users.owner };
  const tracking = new MLflow("track", {
    namespace, image: image("mlflow"), ...databases, artifactsGiB: 1, replicas: 2,
  }, inside);
  export const url = tracking.link.url;
  export const controlUrl = tracking.link.controlUrl;
`;

beforeAll(async () => {
  const engine = await ensureEngine(site, () => undefined);
  for (const name of ["postgres", "mlflow"] as const)
    await ensureImage(engine, ownImage(site, name), site, () => undefined);
  bench = await testCluster();
  await bench.removeNamespace(namespace);
  const { kubernetes } = await binaryFolders(site);
  const kubectl = new Kubectl(join(kubernetes, "kubectl"), bench.cluster.kubeconfig);
  standing = { kubectl, namespace, store: "store", tracking: "track" };
  bed = await PluginBed.open(["@pulumi/docker", "@pulumi/kubernetes", "@pulumi/pulumi", "@pulumi/random"]);
  await cp(join(root, "images"), join(bed.folder, "images"), { recursive: true }); // the build context is the project
  await bed.program(program());
}, 1_500_000);
afterAll(async () => {
  await forward?.close();
  await bed.close();
  await bench.removeNamespace(namespace);
});

/** What MLflow has of the run now; an error of a call counts as not yet. */
async function untilWhole(what: string): Promise<void> {
  let found: FoundRun | undefined;
  await until(what, async () => {
    found = await tracker.findRun(run);
    return true;
  });
  expect(found).toEqual(whole);
}

it("1. stands after one update, in a namespace that enforces restricted", { timeout: 1_200_000 }, async () => {
  await bed.up();
  const { kubeconfig, context } = bench.cluster;
  forward = await openForward({ kubeconfig, context }, { namespace, service: "track", port: 5000 });
  address = forward.url;
  tracker = new MLflowClient(address, "admin", await adminPassword(standing));
});

it("2. takes a run from who knows the password, and nothing from anybody else", async () => {
  run = await tracker.recordRun("drill", notes);
  expect(await tracker.findRun(run)).toEqual(whole);
  const stranger = new MLflowClient(address, "admin");
  const search = "mlflow/experiments/search?max_results=1";
  expect((await stranger.call("GET", search)).status).toBe(401);
  expect((await new MLflowClient(address, "admin", "guessed").call("GET", search)).status).toBe(401);
  expect(await statusUnder("evil.example", `${address}/api/2.0/${search}`)).toBe(403);
});

it("3. changes nothing the second time", async () => {
  await bed.up(["--expect-no-changes"]);
  await bed.ok(["refresh", "--yes", "--skip-preview"]); // it takes in what the cluster says of itself
  await bed.up(["--expect-no-changes"]);
});

it("4. loses nothing when every pod is killed once", { timeout: 600_000 }, async () => {
  await killPods(standing, "statefulset/store", "store");
  await untilWhole("the run is there after the database's pod was killed");
  await killPods(standing, "deployment/track", "track");
  await untilWhole("the run is there after the servers' pods were killed");
});

it("5. brings back from a dump what was dropped, without a change", { timeout: 600_000 }, async () => {
  expect(await runNow(standing, "store-dump", "dump-1")).toMatch(/dump: \d{8}T\d{6}Z is whole/);
  await sql(standing, "DROP DATABASE runs WITH (FORCE)");
  await expect(tracker.findRun(run)).rejects.toThrow();
  expect(await runNow(standing, "store-restore", "restore-1")).toContain("restore: runs is as it was at ");
  await untilWhole("the run is there after the restore");
});
