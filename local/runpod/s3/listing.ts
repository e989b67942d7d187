import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { S3Error } from "./errors.ts";
import { orMissing, resolveInside, UPLOADS_FOLDER } from "./keys.ts";
import { etagOf } from "./objects.ts";
import { element, group, xmlDocument } from "./xml.ts";

const MAX_KEYS = 1000;

interface Entry {
  readonly key: string;
  readonly bytes: number;
  readonly modified: Date;
  readonly etag: string;
}

/** S3 orders keys by their UTF-8 bytes. */
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** All names of regular files below `folder` ("" or ending in `/`) that begin with `prefix`. Linked folders are not entered. */
async function walk(root: string, folder: string, prefix: string): Promise<string[]> {
  const entries = (await orMissing(readdir(join(root, folder), { withFileTypes: true }))) ?? [];
  const found: string[] = [];
  for (const entry of entries) {
    const key = folder + entry.name;
    if (key === UPLOADS_FOLDER) continue;
    if (entry.isDirectory()) {
      const inner = `${key}/`;
      if (inner.startsWith(prefix) || prefix.startsWith(inner)) found.push(...(await walk(root, inner, prefix)));
    } else if (key.startsWith(prefix)) found.push(key);
  }
  return found;
}

/** undefined for what vanished meanwhile, is no regular file or leads out of the volume. */
async function entryOf(root: string, key: string): Promise<Entry | undefined> {
  const path = await resolveInside(root, join(root, key)).catch(() => undefined);
  const facts = path === undefined ? undefined : await orMissing(stat(path));
  if (facts?.isFile() !== true) return undefined;
  return { key, bytes: facts.size, modified: facts.mtime, etag: etagOf(facts) };
}

interface Page {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** The last key or common prefix of this page when there are more. */
  readonly next: string | undefined;
}

/** One page of sorted `keys` after `after`, with what `delimiter` rolls up. Pure. */
export function pageOf(
  keys: readonly string[],
  options: { prefix: string; delimiter: string; after: string; maxKeys: number },
): Page {
  const page = { keys: [] as string[], prefixes: [] as string[] };
  let last: string | undefined;
  for (const key of keys) {
    const cut = options.delimiter === "" ? -1 : key.indexOf(options.delimiter, options.prefix.length);
    const item = cut < 0 ? key : key.slice(0, cut + options.delimiter.length);
    if (item === last || byBytes(item, options.after) <= 0) continue;
    if (page.keys.length + page.prefixes.length >= options.maxKeys) return { ...page, next: last };
    (cut < 0 ? page.keys : page.prefixes).push(item);
    last = item;
  }
  return { ...page, next: undefined };
}

function limitOf(query: URLSearchParams): number {
  const asked = query.get("max-keys") ?? String(MAX_KEYS);
  if (!/^\d{1,9}$/.test(asked)) throw new S3Error("InvalidArgument", "max-keys must be a number");
  return Math.min(Number(asked), MAX_KEYS);
}

const tokenOf = (key: string) => Buffer.from(key).toString("base64url");

/** ListObjectsV2 (and V1 where `list-type` is absent) of a volume. */
export async function listObjects(root: string, bucket: string, query: URLSearchParams): Promise<string> {
  const prefix = query.get("prefix") ?? "";
  const delimiter = query.get("delimiter") ?? "";
  const maxKeys = limitOf(query);
  const isV2 = query.get("list-type") === "2";
  const token = query.get("continuation-token");
  const start =
    token === null ? (query.get("start-after") ?? query.get("marker") ?? "") : Buffer.from(token, "base64url");
  const keys = (await walk(root, "", prefix)).sort(byBytes);
  const page = pageOf(keys, { prefix, delimiter, after: start.toString(), maxKeys });
  const entries = (await Promise.all(page.keys.map((key) => entryOf(root, key)))).filter(
    (entry) => entry !== undefined,
  );
  const encode =
    query.get("encoding-type") === "url" ? (key: string) => encodeURIComponent(key).replaceAll("%2F", "/") : undefined;
  const name = (key: string) => encode?.(key) ?? key;
  return xmlDocument(
    "ListBucketResult",
    element("Name", bucket),
    element("Prefix", name(prefix)),
    delimiter === "" ? "" : element("Delimiter", delimiter),
    element("MaxKeys", maxKeys),
    encode === undefined ? "" : element("EncodingType", "url"),
    isV2 ? element("KeyCount", entries.length + page.prefixes.length) : "",
    element("IsTruncated", page.next !== undefined),
    page.next === undefined
      ? ""
      : isV2
        ? element("NextContinuationToken", tokenOf(page.next))
        : element("NextMarker", name(page.next)),
    ...entries.map((entry) => contents(entry, name)),
    ...page.prefixes.map((common) => group("CommonPrefixes", element("Prefix", name(common)))),
  );
}

function contents(entry: Entry, name: (key: string) => string): string {
  return group(
    "Contents",
    element("Key", name(entry.key)),
    element("LastModified", entry.modified.toISOString()),
    element("ETag", entry.etag),
    element("Size", entry.bytes),
    element("StorageClass", "STANDARD"),
  );
}
