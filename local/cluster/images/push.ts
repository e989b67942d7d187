import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";

/** A file of an image's only layer. */
export interface ImageFile {
  /** Without a leading slash. */
  readonly path: string;
  readonly content: Uint8Array;
  /** @default 0o644 */
  readonly mode?: number;
}

/** An image of one layer on nothing. */
export interface SmallImage {
  readonly files: readonly ImageFile[];
  /** Names of symbolic links, and where they lead. */
  readonly links?: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  /** Numeric user. @default "65532" */
  readonly user?: string;
}

const types = {
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
};

interface Blob {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** Puts a small image into a registry that speaks plain HTTP, without a container engine; answers with its digest. */
export async function pushImage(reference: string, image: SmallImage): Promise<string> {
  const { registry, repository, tag } = parseReference(reference);
  const base = `http://${registry}/v2/${repository}`;
  const tar = await layerOf(image);
  const layer = await pushBlob(base, types.layer, gzipSync(tar));
  const config = {
    architecture: process.arch === "x64" ? "amd64" : process.arch,
    os: "linux",
    config: { Entrypoint: image.entrypoint, User: image.user ?? "65532", Env: ["PATH=/bin:/usr/bin"], WorkingDir: "/" },
    rootfs: { type: "layers", diff_ids: [digestOf(tar)] },
    history: [{ created_by: "trainyard" }],
  };
  const configBlob = await pushBlob(base, types.config, Buffer.from(JSON.stringify(config)));
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: types.manifest, config: configBlob, layers: [layer] });
  const headers = { "content-type": types.manifest };
  await call(`${base}/manifests/${tag}`, { method: "PUT", body: manifest, headers });
  return digestOf(Buffer.from(manifest));
}

/** Whether a registry has an image. */
export async function hasImage(reference: string): Promise<boolean> {
  const { registry, repository, tag } = parseReference(reference);
  const url = `http://${registry}/v2/${repository}/manifests/${tag}`;
  const signal = AbortSignal.timeout(10_000);
  const answer = await fetch(url, { method: "HEAD", headers: { accept: types.manifest }, signal });
  return answer.ok;
}

function parseReference(reference: string) {
  const found = /^([^/]+)\/(.+):([^:/]+)$/.exec(reference);
  const [, registry = "", repository = "", tag = ""] = found ?? [];
  if (found === null) throw new Error(`"${reference}" is not like registry/repository:tag`);
  return { registry, repository, tag };
}

async function layerOf(image: SmallImage): Promise<Buffer> {
  const archive = pack();
  const mtime = new Date(0); // the same files give the same digest
  for (const { path, content, mode = 0o644 } of image.files) {
    archive.entry({ name: path, mode, mtime }, Buffer.from(content));
  }
  for (const [name, linkname] of Object.entries(image.links ?? {})) {
    archive.entry({ name, linkname, type: "symlink", mtime });
  }
  archive.finalize();
  return buffer(Readable.from(archive));
}

async function pushBlob(base: string, mediaType: string, content: Buffer): Promise<Blob> {
  const digest = digestOf(content);
  const known = await fetch(`${base}/blobs/${digest}`, { method: "HEAD", signal: AbortSignal.timeout(10_000) });
  if (!known.ok) {
    const begun = await call(`${base}/blobs/uploads/`, { method: "POST" });
    const target = new URL(begun.headers.get("location") ?? "", base);
    target.searchParams.set("digest", digest);
    const headers = { "content-type": "application/octet-stream" };
    await call(target.href, { method: "PUT", body: new Uint8Array(content), headers });
  }
  return { mediaType, digest, size: content.length };
}

async function call(url: string, init: RequestInit): Promise<Response> {
  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(60_000) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${init.method ?? "GET"} ${url} answered ${answer.status}: ${text.slice(0, 300)}`);
  return answer;
}

function digestOf(content: Uint8Array): string {
  return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}
