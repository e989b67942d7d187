import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bench, testCluster, testSite } from "../support/cluster.ts";
import { Bed } from "../support/e2e-bed.ts";
import { type Clone, makeClone } from "../support/e2e-clone.ts";
import { jobOf, pythonImage, stackOf } from "../support/e2e-stack.ts";
import { clusterStatus } from "../../local/cluster/index.ts";

const namespace = "trainyard-named";
const long = { timeout: 1_200_000 };
let bench: Bench;
let clone: Clone;
let bed: Bed;
let variables: Readonly<Record<string, string>>;

/** A clone with a home of its own, and a cluster that somebody else has started: the tests'. */
beforeAll(async () => {
  bench = await testCluster();
  await bench.removeNamespace(namespace);
  clone = await makeClone();
  bed = await Bed.open(clone, "named");
  variables = { KUBECONFIG: bench.cluster.kubeconfig };
  const ground = {
    kubernetes: bench.cluster.context,
    imageRegistry: bench.cluster.registry,
    postgres: { storageGiB: 1 },
  };
  await bed.configure(stackOf(await pythonImage(), [jobOf("smoke")], ground));
}, 1_200_000);
afterAll(async () => {
  await bed.close();
  await bench.removeNamespace(namespace);
  await clone.remove();
});

const yard = async (...args: string[]) => (await bed.yardOk(args, variables)).output;

it("1. is shown before anything is there: by doctor, by kubeconfig, and by a preview that asks it", long, async () => {
  const { parts } = JSON.parse((await bed.yard(["doctor", "--json"], variables)).stdout) as {
    parts: { part: string; version?: string; where?: string; problem?: string }[];
  };
  const kubernetes = parts.filter(({ part }) => part.startsWith("kubernetes"));
  expect(kubernetes).toEqual([
    expect.objectContaining({
      part: "kubernetes (context)",
      version: bench.cluster.context,
      where: bench.cluster.kubeconfig,
    }),
  ]);
  expect(kubernetes[0]?.problem).toBeUndefined();
  expect((await yard("kubeconfig")).trim()).toBe(bench.cluster.kubeconfig);
  expect(await yard("preview")).toContain("store-server");
});

it("2. gets the stack, without a cluster of this clone", long, async () => {
  expect(await yard("up")).toContain("smoke");
  const { items } = await bench.core.listNamespacedPod({ namespace });
  expect(items.filter(({ status }) => status?.phase === "Running").map(({ metadata }) => metadata?.name)).toEqual([
    "store-0",
  ]);
  expect(await clusterStatus({ ...testSite(bed.home), root: clone.root })).toBeUndefined();
  const status = await yard("status");
  expect(status).toContain(`context ${bench.cluster.context}`);
  expect(status).toMatch(/StatefulSet +store +1\/1|store.*1\/1/);
});

it("3. is asked of by its name alone: a context that the file does not have is refused before anything is made", async () => {
  const text = await readFile(bench.cluster.kubeconfig, "utf8");
  expect(text).toContain(bench.cluster.context);
  const refused = await bed.yard(["up"], { KUBECONFIG: `${bed.home}/none` });
  expect(refused.exitCode).not.toBe(0);
  expect(refused.output).toContain(`context ${bench.cluster.context} of ${bed.home}/none`);
});

it("4. keeps running when the stack is taken down, and has nothing of it left", long, async () => {
  await yard("down", "--yes");
  const { items } = await bench.core.listNamespace();
  expect(items.map(({ metadata }) => metadata?.name)).not.toContain(namespace);
  expect((await clusterStatus(testSite()))?.cluster.kubeconfig).toBe(bench.cluster.kubeconfig);
});
