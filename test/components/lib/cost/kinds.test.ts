import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { costOf, NETWORK_VOLUME, TRAINING_JOB } from "../../../../components/lib/cost/figure.ts";
import type { Prices } from "../../../../components/lib/cost/prices.ts";

const prices: Prices = { source: "a test", date: "2026-11-26", kubernetes: {}, cloudflare: {} };
const components = join(import.meta.dirname, "..", "..", "..", "..", "components");

/** Types of all resources that components declare by `const kind: Kind`. */
async function ownTypes(): Promise<string[]> {
  const files = (await readdir(components, { recursive: true })).filter((file) => file.endsWith(".ts"));
  const texts = await Promise.all(files.map((file) => readFile(join(components, file), "utf8")));
  return texts.flatMap((text) => {
    const [, module, type] = /const kind: Kind = \{[^}]*module: "(\w+)", type: "(\w+)"/.exec(text) ?? [];
    return type === undefined ? [] : [`pulumi-nodejs:dynamic/${module ?? ""}:${type}`];
  });
}

it("knows of every kind of ours what it costs, be it nothing: no stack is refused for what we make", async () => {
  const types = await ownTypes();
  expect(types).toEqual(expect.arrayContaining([TRAINING_JOB, NETWORK_VOLUME]));
  const priced = new Set([TRAINING_JOB, NETWORK_VOLUME]);
  const unknown = types.filter(
    (type) => !priced.has(type) && costOf({ type, name: "it", inputs: {} }, prices) !== undefined,
  );
  expect(unknown).toEqual([]);
});

it.each([
  ["helm.sh/v3:Release", "unknown"],
  ["kubeflow.org/v1:PyTorchJob", "unknown"],
  ["helm.sh/v4:Chart", undefined], // its parts are resources of their own
  ["networking.k8s.io/v1:NetworkPolicy", undefined],
  ["core/v1:ConfigMap", undefined],
])("of an object that a cluster may make anything of it knows nothing: %s", (type, kind) => {
  expect(costOf({ type: `kubernetes:${type}`, name: "it", inputs: {} }, prices)?.kind).toBe(kind);
});

it("knows nothing of a kind that is not ours", () => {
  expect(costOf({ type: "pulumi-nodejs:dynamic/theirs:Thing", name: "it", inputs: {} }, prices)).toMatchObject({
    kind: "unknown",
  });
});
