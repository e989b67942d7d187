import { randomUUID } from "node:crypto";
import { link, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Progress } from "../../host/environment.ts";

/** More than the images of one version of everything, packed. */
const MOST_BYTES = 4 * 1024 ** 3;

/** Of the layout that the registry keeps in its root folder. */
const v2 = join("docker", "registry", "v2");
const blobOf = (root: string, hex: string) => join(root, v2, "blobs", "sha256", hex.slice(0, 2), hex, "data");
const linksOf = (root: string, repository: string) => join(root, v2, "repositories", repository, "_layers", "sha256");

/**
 * Gives a registry that has never run the layers that others left in `store`, by hard links: an engine asks for each layer by
 * its digest before it packs and sends it, which is most of a push. Tags are not given: what was not pushed here is not here.
 * Answers how many were given; none where `store` is on another file system.
 */
export async function lendLayers(registry: string, store: string): Promise<number> {
  if ((await entries(join(registry, v2))).length > 0) return 0;
  return copyLayers(store, registry);
}

/** Keeps the layers of a registry that does not run any more for the next one; the oldest go where there are too many bytes. */
export async function keepLayers(registry: string, store: string, mostBytes = MOST_BYTES): Promise<void> {
  await copyLayers(registry, store);
  const blobs = await Promise.all((await blobsOf(store)).map(async (path) => ({ path, ...(await sizeOf(path)) })));
  let bytes = 0;
  for (const blob of blobs.sort((one, other) => other.mtimeMs - one.mtimeMs)) {
    bytes += blob.size;
    if (bytes > mostBytes) await rm(dirname(blob.path), { recursive: true, force: true });
  }
}

/** A cluster starts and stops without them too: pushes take longer then. */
export async function tried(what: string, act: () => Promise<unknown>, progress: Progress): Promise<void> {
  try {
    await act();
  } catch (error) {
    progress(`${what}, pushes will take longer: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function copyLayers(from: string, to: string): Promise<number> {
  let copied = 0;
  for (const repository of await repositoriesOf(from)) {
    for (const hex of await entries(linksOf(from, repository))) {
      if (!(await linked(blobOf(from, hex), blobOf(to, hex)))) continue;
      await writeOnce(join(linksOf(to, repository), hex, "link"), `sha256:${hex}`);
      copied += 1;
    }
  }
  return copied;
}

/** Whether the file is there afterwards; not where its source is gone or on another file system. */
async function linked(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true });
  try {
    await link(from, to);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return true;
    await rm(dirname(to), { recursive: true, force: true });
    if (code !== "ENOENT" && code !== "EXDEV") throw error;
    return false;
  }
  return true;
}

async function writeOnce(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, text);
  await rename(aside, file);
}

/** Names with one slash or more, as `trainyard/hdfs`. */
async function repositoriesOf(root: string, below = ""): Promise<string[]> {
  const names = await entries(join(root, v2, "repositories", below));
  if (names.includes("_layers")) return [below];
  const found = names.filter((name) => !name.startsWith("_")).map((name) => repositoriesOf(root, join(below, name)));
  return (await Promise.all(found)).flat();
}

async function blobsOf(root: string): Promise<string[]> {
  const folder = join(root, v2, "blobs", "sha256");
  const found = (await entries(folder)).map(async (start) => entries(join(folder, start)));
  return (await Promise.all(found)).flat().map((hex) => blobOf(root, hex));
}

/** As of an empty file from long ago where it is gone: another process may tidy up as well. */
async function sizeOf(path: string): Promise<{ readonly size: number; readonly mtimeMs: number }> {
  return stat(path).catch(() => ({ size: 0, mtimeMs: 0 }));
}

async function entries(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
