import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { rm } from "node:fs/promises";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { S3Error } from "./errors.ts";

/** One upload may carry 5 GB: larger files go in parts (RunPod docs, S3-compatible API, limitations). */
const MAX_UPLOAD_BYTES = 5_000_000_000;
const MAX_XML_BYTES = 2_000_000;

/** What the client says of its body; checked when the last byte is there. */
interface Claim {
  readonly sha256: string | undefined;
  readonly md5: string | undefined;
  readonly length: number | undefined;
}

/** What came, after all checks. */
export interface Received {
  readonly bytes: number;
  readonly md5Hex: string;
}

function claimOf(request: Request): Claim {
  const sha256 = request.headers.get("x-amz-content-sha256") ?? "";
  if (sha256.startsWith("STREAMING-")) {
    throw new S3Error(
      "NotImplemented",
      `${sha256} bodies (aws-chunked) are not supported; set the client's requestChecksumCalculation to WHEN_REQUIRED`,
    );
  }
  if (sha256 !== "UNSIGNED-PAYLOAD" && !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new S3Error("InvalidRequest", "x-amz-content-sha256 must be UNSIGNED-PAYLOAD or 64 hex digits");
  }
  const length = request.headers.get("content-length");
  return {
    sha256: sha256 === "UNSIGNED-PAYLOAD" ? undefined : sha256,
    md5: request.headers.get("content-md5") ?? undefined,
    length: length === null ? undefined : Number(length),
  };
}

/** Passes the body through while it counts and hashes; fails at the end where a claim does not hold. */
function checker(claim: Claim, maxBytes: number): { stream: Transform; result: () => Received } {
  const sha256 = createHash("sha256");
  const md5 = createHash("md5");
  let bytes = 0;
  let md5Hex = "";
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      sha256.update(chunk);
      md5.update(chunk);
      done(bytes > maxBytes ? new S3Error("EntityTooLarge", `the body is larger than ${maxBytes} bytes`) : null, chunk);
    },
    flush(done) {
      const digest = md5.digest();
      md5Hex = digest.toString("hex");
      done(mismatch(claim, { bytes, md5: digest.toString("base64"), sha256: sha256.digest("hex") }));
    },
  });
  return { stream, result: () => ({ bytes, md5Hex }) };
}

function mismatch(claim: Claim, found: { bytes: number; md5: string; sha256: string }): S3Error | null {
  if (claim.length !== undefined && claim.length !== found.bytes) {
    return new S3Error("InvalidRequest", `the body has ${found.bytes} bytes, content-length says ${claim.length}`);
  }
  if (claim.md5 !== undefined && claim.md5 !== found.md5) {
    return new S3Error("BadDigest", "the body does not have the MD5 that content-md5 names");
  }
  if (claim.sha256 !== undefined && claim.sha256 !== found.sha256) {
    return new S3Error("XAmzContentSHA256Mismatch", "the body does not have the hash that x-amz-content-sha256 names");
  }
  return null;
}

function bodyOf(request: Request): Readable {
  return request.body === null ? Readable.from([]) : Readable.fromWeb(request.body as WebStream<Uint8Array>);
}

/** Streams the body into a new file at `path` and checks it; the file is removed again where anything fails. */
export async function receiveFile(request: Request, path: string): Promise<Received> {
  const check = checker(claimOf(request), MAX_UPLOAD_BYTES);
  try {
    await pipeline(bodyOf(request), check.stream, createWriteStream(path, { flags: "wx", mode: 0o666 }));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return check.result();
}

/** The checked body as text, for the XML requests. */
export async function receiveText(request: Request): Promise<string> {
  const check = checker(claimOf(request), MAX_XML_BYTES);
  const chunks: Buffer[] = [];
  await pipeline(bodyOf(request), check.stream, async (source) => {
    for await (const chunk of source) chunks.push(chunk as Buffer);
  });
  return Buffer.concat(chunks).toString("utf8");
}
