import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { S3Error } from "./errors.ts";

/** RunPod refuses a request whose time is off by more than an hour, where AWS allows 15 minutes (docs, S3-compatible API). */
const MAX_SKEW_MS = 3_600_000;
const HEADER =
  /^AWS4-HMAC-SHA256 +Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/([^/,\s]+)\/aws4_request, *SignedHeaders=([^,\s]+), *Signature=([0-9a-f]{64})$/;

/** The keys of the S3 endpoint: not the API key. */
export interface S3Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
}

/** What one request claims about its own signature. */
export interface Authorization {
  readonly accessKey: string;
  /** YYYYMMDD. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Percent-encoding as Signature Version 4 wants it: all but `A-Z a-z 0-9 - _ . ~`. */
export function encodeRfc3986(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Takes the Authorization header apart, or refuses. */
export function parseAuthorization(header: string | null): Authorization {
  if (header === null) throw new S3Error("AccessDenied", "the request carries no Authorization header");
  const match = HEADER.exec(header);
  if (match === null) {
    throw new S3Error("AuthorizationHeaderMalformed", "only AWS4-HMAC-SHA256 header signatures are understood");
  }
  const [, accessKey = "", date = "", region = "", service = "", signed = "", signature = ""] = match;
  return { accessKey, date, region, service, signedHeaders: signed.split(";"), signature };
}

/** The canonical request of Signature Version 4 (S3 flavour: the path is encoded once and never normalised). */
export function canonicalRequest(request: Request, signedHeaders: readonly string[], payloadHash: string): string {
  const url = new URL(request.url);
  const path = url.pathname.split("/").map((part) => encodeRfc3986(decodePart(part)));
  const query = [...url.searchParams]
    .map(([name, value]) => [encodeRfc3986(name), encodeRfc3986(value)] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map((pair) => pair.join("="));
  const headers = signedHeaders.map((name) => {
    const value = request.headers.get(name) ?? (name === "host" ? url.host : "");
    return `${name}:${value.trim().replace(/\s+/g, " ")}\n`;
  });
  return [request.method, path.join("/"), query.join("&"), headers.join(""), signedHeaders.join(";"), payloadHash].join(
    "\n",
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new S3Error("InvalidArgument", "the path is not valid percent-encoded UTF-8");
  }
}

function expectedSignature(request: Request, claim: Authorization, secretKey: string): Buffer {
  const payloadHash = request.headers.get("x-amz-content-sha256") ?? "";
  const scope = `${claim.date}/${claim.region}/${claim.service}/aws4_request`;
  const canonical = canonicalRequest(request, claim.signedHeaders, payloadHash);
  const time = request.headers.get("x-amz-date") ?? "";
  const toSign = ["AWS4-HMAC-SHA256", time, scope, sha256(canonical)].join("\n");
  const key = hmac(hmac(hmac(hmac(`AWS4${secretKey}`, claim.date), claim.region), claim.service), "aws4_request");
  return hmac(key, toSign);
}

function checkTime(request: Request, claim: Authorization, nowMs: number): void {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(request.headers.get("x-amz-date") ?? "");
  if (match === null) throw new S3Error("AccessDenied", "x-amz-date is missing or not of the form YYYYMMDDThhmmssZ");
  const [, year, month, day, hour, minute, second] = match;
  const sentMs = Date.parse(`${year ?? ""}-${month ?? ""}-${day ?? ""}T${hour ?? ""}:${minute ?? ""}:${second ?? ""}Z`);
  if (!(Math.abs(sentMs - nowMs) <= MAX_SKEW_MS)) {
    throw new S3Error("RequestTimeTooSkewed", "the time of the request and of the server differ by more than an hour");
  }
  if (!match[0].startsWith(claim.date)) {
    throw new S3Error("SignatureDoesNotMatch", "the date of the credential scope is not that of x-amz-date");
  }
}

/**
 * Checks key, time and signature of a request, all but its body (see body.ts).
 * `region` is the data centre of the volume in lower case, undefined where the request names no volume.
 */
export function verifySignature(
  request: Request,
  world: { credentials: S3Credentials; region: string | undefined; nowMs: number },
): void {
  const claim = parseAuthorization(request.headers.get("authorization"));
  if (claim.accessKey !== world.credentials.accessKey) {
    throw new S3Error("InvalidAccessKeyId", "the access key is not one of this account");
  }
  checkTime(request, claim, world.nowMs);
  const mustSign = [...request.headers.keys()].filter((name) => name.startsWith("x-amz-"));
  const unsigned = ["host", ...mustSign].find((name) => !claim.signedHeaders.includes(name));
  if (unsigned !== undefined) throw new S3Error("AccessDenied", `the header ${unsigned} is not signed`);
  const expected = expectedSignature(request, claim, world.credentials.secretKey);
  if (claim.service !== "s3" || !timingSafeEqual(expected, Buffer.from(claim.signature, "hex"))) {
    throw new S3Error("SignatureDoesNotMatch", "the signature is not that of this request with this secret key");
  }
  if (world.region !== undefined && claim.region.toLowerCase() !== world.region) {
    throw new S3Error(
      "AuthorizationHeaderMalformed",
      `the region '${claim.region}' is wrong; expecting '${world.region}', the data centre of the volume`,
    );
  }
}
