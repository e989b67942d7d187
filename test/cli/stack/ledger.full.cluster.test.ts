import { cp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { locate } from "../../../cli/context.ts";
import { ensureEngine } from "../../../cli/engine/index.ts";
import { ensureImage } from "../../../cli/images/index.ts";
import { ownImage } from "../../../cli/images/own-image.ts";
import { storeAt } from "../../../cli/stack/ledger.ts";
import { committedOf } from "../../../components/ledger/entry.ts";
import { microUsd } from "../../../components/ledger/money.ts";
import type { LedgerOutput } from "../../../stacks/outputs.ts";
import { type Bench, testCluster } from "../../support/cluster.ts";
import { PluginBed } from "../../support/plugin-bed.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");
const namespace = "ledger-test";
let bench: Bench;
let bed: PluginBed;

beforeAll(async () => {
  const site = { ...locate(root, process.env), env: process.env };
  await ensureImage(await ensureEngine(site, () => undefined), ownImage(site, "postgres"), site, () => undefined);
  bench = await testCluster();
  await bench.removeNamespace(namespace);
  bed = await PluginBed.open(["@pulumi/docker", "@pulumi/kubernetes", "@pulumi/pulumi", "@pulumi/random"]);
  await cp(join(root, "images"), join(bed.folder, "images"), { recursive: true }); // the build context is the project
  await bed.program(program());
  await bed.up();
});
afterAll(async () => {
  await bed.close();
  await bench.removeNamespace(namespace);
});

/** The ledger's database as a stack has it: behind walls, with what the stack puts out of it. */
const program = (): string => `
  import { Image } from "${root}/components/image/index.ts";
  import * as docker from "${root}/components/lib/docker.ts";
  import * as k8s from "${root}/components/lib/kubernetes.ts";
  import { restrictedNamespace as labels } from "${root}/components/lib/security.ts";
  import { NetworkPolicies } from "${root}/components/network-policy/index.ts";
  import { Postgres, PostgresDatabase } from "${root}/components/postgres/index.ts";
  import { ledgerOutput } from "${root}/stacks/outputs.ts";
  const engine = { providers: [new docker.Provider("engine", { host: process.env["DOCKER_HOST"] })] };
  const base = new Image("base", { source: "base" }, engine);
  const image = new Image("postgres", { source: "postgres", base: base.link, registry: "${bench.cluster.registry}" }, engine);
  const provider = new k8s.Provider("cluster", {
    kubeconfig: "${bench.cluster.kubeconfig}", context: "${bench.cluster.context}",
    enableConfigMapMutable: true, enableSecretMutable: true,
  });
  const inside = { providers: [provider] };
  const place = new k8s.Namespace("place", { metadata: { name: "${namespace}", labels } }, { provider });
  const space = place.metadata.name;
  new NetworkPolicies("walls", { namespace: space }, inside);
  const store = new Postgres("store", { namespace: space, image: image.link.reference, storageGiB: 1 }, inside);
  export const ledger = ledgerOutput(new PostgresDatabase("ledger", { server: store.link }, inside));
`;

it("reaches the ledger of a stack through the cluster, with the password of its Secret", async () => {
  const ledger = JSON.parse((await bed.ok(["stack", "output", "ledger", "--json"])).stdout) as LedgerOutput;
  expect(ledger).toMatchObject({ controlUrl: `kube://${namespace}/store:5432`, database: "ledger" });
  const { kubeconfig, context } = bench.cluster;
  const around = { access: { kubeconfig, context }, loopbackOnly: true };
  const budget = { environment: "prod", team: "vision", kind: "month", limitMicroUsd: microUsd(10) } as const;
  const wish = { job: "a", model: "m", wantedMicroUsd: microUsd(6) };
  const machines = [await storeAt(ledger, namespace, around), await storeAt(ledger, namespace, around)];
  const both = await Promise.all(
    machines.map((store, n) => store.reserve(budget, { ...wish, run: `r${n}`, holder: `h${n}` })),
  );
  expect(both.map((made) => made.verdict).toSorted()).toEqual(["held", "refused"]);
  expect(committedOf((await machines[0]?.read(budget))?.entries ?? [])).toBe(microUsd(6));
});

it("finds it again when the server's pod has moved", async () => {
  const ledger = JSON.parse((await bed.ok(["stack", "output", "ledger", "--json"])).stdout) as LedgerOutput;
  const { kubeconfig, context } = bench.cluster;
  const store = await storeAt(ledger, namespace, { access: { kubeconfig, context }, loopbackOnly: true });
  const place = { environment: "prod", team: "vision", kind: "month" } as const;
  const before = (await store.read(place)).entries;
  expect(before).toHaveLength(1);
  await bench.core.deleteNamespacedPod({ namespace, name: "store-0" });
  await expect
    .poll(async () => (await store.read(place).catch(() => undefined))?.entries, { timeout: 110_000, interval: 1_000 })
    .toEqual(before);
});
