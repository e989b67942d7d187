import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { S3Error } from "./errors.ts";
import { findObject } from "./objects.ts";

/** Byte positions, both inclusive. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/** One range of `bytes` as RFC 9110 says it; undefined where the header is to be ignored. Throws InvalidRange. Pure. */
export function parseRange(header: string | null, bytes: number): Span | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null || (match[1] === "" && match[2] === "")) return undefined;
  const [, from = "", to = ""] = match;
  const first = from === "" ? Math.max(0, bytes - Number(to)) : Number(from);
  const last = from === "" || to === "" ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (from !== "" && to !== "" && Number(to) < Number(from)) return undefined;
  if (first > last) throw new S3Error("InvalidRange", "the requested range is not in the object");
  return { first, last };
}

/** GetObject and HeadObject. */
export async function readObject(root: string, key: string, request: Request): Promise<Response> {
  const found = await findObject(root, key);
  const span = parseRange(request.headers.get("range"), found.bytes);
  const length = span === undefined ? found.bytes : span.last - span.first + 1;
  const headers = new Headers({
    "accept-ranges": "bytes",
    "content-length": String(length),
    "content-type": "application/octet-stream",
    etag: found.etag,
    "last-modified": found.modified.toUTCString(),
  });
  if (span !== undefined) headers.set("content-range", `bytes ${span.first}-${span.last}/${found.bytes}`);
  const status = span === undefined ? 200 : 206;
  if (request.method === "HEAD" || length === 0) return new Response(null, { status, headers });
  const { first, last } = span ?? { first: 0, last: found.bytes - 1 };
  const stream = Readable.toWeb(createReadStream(found.path, { start: first, end: last }));
  return new Response(stream as ReadableStream<Uint8Array>, { status, headers });
}
