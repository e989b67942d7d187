import { createHash } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runOrFail } from "../../local/process/run.ts";
import { pinnedPulumi } from "./pulumi-release.ts";

/** Where the official archives and their checksums are published. */
export interface ReleaseSite {
  readonly archive: string;
  readonly checksums: string;
}

export function releaseSite(platform: string, version = pinnedPulumi): ReleaseSite {
  return {
    archive: `https://get.pulumi.com/releases/sdk/pulumi-v${version}-${platform}.tar.gz`,
    checksums: `https://github.com/pulumi/pulumi/releases/download/v${version}/pulumi-${version}-checksums.txt`,
  };
}

type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<Response>;

/** The first answer must come within this time; a machine without Internet shall not wait for its proxy. */
const answerSeconds = 6;
const downloadSeconds = 600;

/** The archive, checked against the published SHA-256; undefined with a reason where it cannot be had. */
export async function fetchRelease(
  site: ReleaseSite,
  fetchUrl: Fetch = fetch,
): Promise<{ readonly archive: Uint8Array } | { readonly refused: string }> {
  try {
    const sums = await get(site.checksums, fetchUrl);
    const expected = findChecksum(new TextDecoder().decode(sums), site.archive.split("/").at(-1) ?? "");
    if (expected === undefined) return { refused: `${site.checksums} does not name the archive` };
    const archive = await get(site.archive, fetchUrl);
    const actual = createHash("sha256").update(archive).digest("hex");
    if (actual !== expected) return { refused: `${site.archive} does not have its published checksum` };
    return { archive };
  } catch (error) {
    return { refused: reason(error) };
  }
}

/** The SHA-256 that a checksum file ("<digest>  <name>" a line) gives for `name`. */
export function findChecksum(text: string, name: string): string | undefined {
  for (const line of text.split("\n")) {
    const [digest, file] = line.trim().split(/\s+\*?/);
    if (file === name && /^[0-9a-f]{64}$/.test(digest ?? "")) return digest;
  }
  return undefined;
}

/** Unpacks the archive (a folder `pulumi/` with the programs) so that they lie in `aside/bin`. */
export async function unpackRelease(archive: Uint8Array, aside: string): Promise<void> {
  await mkdir(aside, { recursive: true });
  const file = join(aside, "archive.tar.gz");
  await writeFile(file, archive);
  await runOrFail("the Pulumi CLI could not be unpacked", "free some disk space and run it again", "tar", [
    "-xzf",
    file,
    "-C",
    aside,
  ]);
  await rename(join(aside, "pulumi"), join(aside, "bin"));
  await rm(file);
}

async function get(url: string, fetchUrl: Fetch): Promise<Uint8Array> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), answerSeconds * 1000);
  const total = setTimeout(() => controller.abort(), downloadSeconds * 1000);
  try {
    const response = await fetchUrl(url, { signal: controller.signal });
    clearTimeout(timer);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } finally {
    clearTimeout(timer);
    clearTimeout(total);
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  return error.name === "AbortError" ? `no answer within ${answerSeconds} s` : (cause ?? error.message);
}
