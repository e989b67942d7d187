import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { keepLayers, lendLayers, tried } from "../../../../local/cluster/images/layers.ts";

let folder: string;
let store: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ty-layers-"));
  store = join(folder, "store");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const v2 = (root: string, ...more: string[]) => join(root, "docker", "registry", "v2", ...more);
const blob = (root: string, hex: string) => v2(root, "blobs", "sha256", hex.slice(0, 2), hex, "data");

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}

/** A layer in a registry's folder, as the registry leaves it; answers with its digest's letters. */
async function pushed(registry: string, repository: string, content: string): Promise<string> {
  const hex = createHash("sha256").update(content).digest("hex");
  await write(blob(registry, hex), content);
  await write(v2(registry, "repositories", repository, "_layers", "sha256", hex, "link"), `sha256:${hex}`);
  await write(v2(registry, "repositories", repository, "_manifests", "tags", "1", "current", "link"), "sha256:0");
  return hex;
}

const repositoryOf = (root: string) => readdir(v2(root, "repositories", "trainyard", "hdfs"));

it("lends what a stopped registry had to a new one, without its tags and without a copy", async () => {
  const [first, second] = [join(folder, "first"), join(folder, "second")];
  const hex = await pushed(first, "trainyard/hdfs", "layer");
  await keepLayers(first, store);
  await rm(first, { recursive: true });
  expect(await lendLayers(second, store)).toBe(1);
  expect(await readFile(blob(second, hex), "utf8")).toBe("layer");
  expect((await stat(blob(second, hex))).ino).toBe((await stat(blob(store, hex))).ino);
  const link = v2(second, "repositories", "trainyard", "hdfs", "_layers", "sha256", hex, "link");
  expect(await readFile(link, "utf8")).toBe(`sha256:${hex}`);
  expect(await repositoryOf(second)).toEqual(["_layers"]);
});

it("lends nothing to a registry that has something, and nothing where nothing was kept", async () => {
  const registry = join(folder, "registry");
  expect(await lendLayers(registry, store)).toBe(0);
  await pushed(registry, "trainyard/hdfs", "one");
  const other = join(folder, "other");
  await pushed(other, "trainyard/hdfs", "two");
  await keepLayers(other, store);
  expect(await lendLayers(registry, store)).toBe(0);
});

it("keeps the newest where there are too many bytes, and lends no layer whose bytes are gone", async () => {
  const registry = join(folder, "registry");
  const layers = await Promise.all(["a", "b", "c"].map((name) => pushed(registry, "trainyard/hdfs", name.repeat(100))));
  for (const [at, hex] of layers.entries()) await utimes(blob(registry, hex), 1000 + at, 1000 + at);
  await keepLayers(registry, store, 250);
  const lent = join(folder, "lent");
  expect(await lendLayers(lent, store)).toBe(2);
  const there = await Promise.all(
    layers.map((hex) =>
      stat(blob(lent, hex)).then(
        () => true,
        () => false,
      ),
    ),
  );
  expect(there).toEqual([false, true, true]);
  expect(await readdir(v2(lent, "repositories", "trainyard", "hdfs", "_layers", "sha256"))).toHaveLength(2);
});

it("keeps the same layer of two registries once, and says what goes wrong without failing", async () => {
  const [one, two] = [join(folder, "one"), join(folder, "two")];
  await pushed(one, "trainyard/hdfs", "same");
  await pushed(two, "trainyard/hdfs", "same");
  await Promise.all([keepLayers(one, store), keepLayers(two, store)]);
  expect(await lendLayers(join(folder, "new"), store)).toBe(1);
  await writeFile(join(folder, "file"), "");
  const said: string[] = [];
  await tried(
    "not kept",
    () => keepLayers(one, join(folder, "file")),
    (line) => said.push(line),
  );
  expect(said).toEqual([expect.stringMatching(/^not kept, pushes will take longer: .*ENOTDIR/)]);
});
