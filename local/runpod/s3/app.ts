import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { receiveText } from "./body.ts";
import { errorResponse, S3Error } from "./errors.ts";
import { listObjects } from "./listing.ts";
import { abortUpload, completeUpload, createUpload, putPart } from "./multipart.ts";
import { deleteObject, putObject } from "./objects.ts";
import { readObject } from "./reading.ts";
import { type S3Credentials, verifySignature } from "./sigv4.ts";
import { decodeXml, element, elements, group, xmlDocument } from "./xml.ts";

/** What the endpoint needs of the emulator. A network volume is a bucket under its id. */
export interface S3World {
  /** Milliseconds since the epoch, as the service sees it. */
  now(): number;
  credentials(): S3Credentials;
  /** undefined where the account has no such volume, or its data centre no endpoint. `path` is its folder on this machine. */
  volume(id: string): { readonly path: string; readonly dataCenter: string } | undefined;
}

interface Call {
  readonly request: Request;
  readonly root: string;
  readonly bucket: string;
  /** "" for a call on the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
}

const xml = (body: string) => new Response(body, { headers: { "content-type": "application/xml" } });
const noContent = () => new Response(null, { status: 204 });

/** `/s3/<volumeId>/<key>`; the key keeps its slashes. */
function addressOf(url: URL, mount: string): { bucket: string; key: string } {
  const path = url.pathname.slice(mount.length + 1);
  const cut = path.indexOf("/");
  const decode = (text: string) => {
    try {
      return decodeURIComponent(text);
    } catch {
      throw new S3Error("InvalidArgument", "the path is not valid percent-encoded UTF-8");
    }
  };
  return cut < 0
    ? { bucket: decode(path), key: "" }
    : { bucket: decode(path.slice(0, cut)), key: decode(path.slice(cut + 1)) };
}

/** The S3 endpoint of the network volumes, path style, to be mounted at `mount`. */
export function createS3App(world: S3World, mount = "/s3"): Hono {
  const app = new Hono();
  app.all("*", async (context) => {
    const request = context.req.raw;
    const requestId = randomUUID();
    try {
      const response = await answer(world, request, mount);
      response.headers.set("x-amz-request-id", requestId);
      return response;
    } catch (error) {
      const known = error instanceof S3Error ? error : new S3Error("InternalError", String(error));
      return errorResponse(known, { method: request.method, path: new URL(request.url).pathname, requestId });
    }
  });
  return app;
}

async function answer(world: S3World, request: Request, mount: string): Promise<Response> {
  const url = new URL(request.url);
  const { bucket, key } = addressOf(url, mount);
  const volume = world.volume(bucket);
  const facts = { credentials: world.credentials(), region: volume?.dataCenter.toLowerCase(), nowMs: world.now() };
  verifySignature(request, facts);
  if (volume === undefined) {
    const why = `the account has no network volume '${bucket}', or the volume's data centre has no S3 endpoint`;
    throw new S3Error("NoSuchBucket", why);
  }
  const call = { request, root: volume.path, bucket, key, query: url.searchParams };
  return key === "" ? onBucket(call) : onObject(call);
}

async function onBucket(call: Call): Promise<Response> {
  const { method } = call.request;
  if (method === "HEAD") return new Response(null);
  if (method === "POST" && call.query.has("delete")) return deleteMany(call);
  if (method !== "GET") throw new S3Error("NotImplemented", "volumes are made and deleted by the REST API, not by S3");
  const others = ["acl", "location", "policy", "tagging", "uploads", "versioning", "versions"];
  const other = others.find((name) => call.query.has(name));
  if (other !== undefined) throw new S3Error("NotImplemented", `?${other} is not supported`);
  return xml(await listObjects(call.root, call.bucket, call.query));
}

async function deleteMany({ request, root }: Call): Promise<Response> {
  const keys = elements(await receiveText(request), "Key").map(decodeXml);
  if (keys.length === 0 || keys.length > 1000) throw new S3Error("MalformedXML", "Delete must name 1 - 1000 keys");
  const results: string[] = [];
  for (const key of keys) {
    try {
      await deleteObject(root, key);
      results.push(group("Deleted", element("Key", key)));
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      const reason = [element("Code", error.code), element("Message", error.message)];
      results.push(group("Error", element("Key", key), ...reason));
    }
  }
  return xml(xmlDocument("DeleteResult", ...results));
}

async function onObject(call: Call): Promise<Response> {
  const uploadId = call.query.get("uploadId");
  if (uploadId !== null || call.query.has("uploads")) return onUpload(call, uploadId ?? "");
  const { request, root, key } = call;
  switch (request.method) {
    case "GET":
    case "HEAD":
      return readObject(root, key, request);
    case "PUT":
      if (request.headers.has("x-amz-copy-source")) throw new S3Error("NotImplemented", "CopyObject is not supported");
      return new Response(null, { headers: { etag: (await putObject(root, key, request)).etag } });
    case "DELETE":
      await deleteObject(root, key);
      return noContent();
    default:
      throw new S3Error("MethodNotAllowed", `${request.method} is not allowed on an object`);
  }
}

async function onUpload({ request, root, bucket, key, query }: Call, uploadId: string): Promise<Response> {
  const at = { key, uploadId };
  switch (request.method) {
    case "POST": {
      const names = [element("Bucket", bucket), element("Key", key)];
      if (uploadId === "") {
        const id = await createUpload(root, key);
        return xml(xmlDocument("InitiateMultipartUploadResult", ...names, element("UploadId", id)));
      }
      const { etag } = await completeUpload(root, at, await receiveText(request));
      return xml(xmlDocument("CompleteMultipartUploadResult", ...names, element("ETag", etag)));
    }
    case "PUT": {
      const etag = await putPart(root, { ...at, partNumber: query.get("partNumber") ?? "" }, request);
      return new Response(null, { headers: { etag } });
    }
    case "DELETE":
      await abortUpload(root, at);
      return noContent();
    default:
      throw new S3Error("NotImplemented", "listing parts of an upload is not supported");
  }
}
