import type { S3Client } from "@aws-sdk/client-s3";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { failureOfS3, isFinal, isMissingKey, noS3Keys } from "./s3-problem.ts";
import type { VolumeFiles } from "./service.ts";

export interface VolumeAddress {
  /** The endpoint of the volume's data centre, see s3Endpoint. */
  readonly endpoint: string;
  /** The volume's data centre; its lower-case form is the region that requests are signed for. */
  readonly dataCenter: string;
  /** The bucket. */
  readonly volumeId: string;
  readonly accessKey: string | undefined;
  readonly secretKey: string | undefined;
  /** Tries of one request, the first included. @default 4 */
  readonly maxTries?: number;
  /** Silence on a connection that ends a try, in milliseconds. @default 30000 */
  readonly silenceLimitMs?: number;
}

const mebibyte = 1024 * 1024;
/** Larger files go up in parts, each of which is repeated by itself. */
const singleUploadLimit = 64 * mebibyte;
const partSize = 16 * mebibyte;
const partsAtOnce = 2;
const downloadTries = 3;

interface Bucket {
  readonly volumeId: string;
  /** Runs one request; what it throws becomes a RunpodError that names `what`. */
  call<T>(what: string, send: (client: S3Client, bucket: string) => Promise<T>): Promise<T>;
}

/** The files of a network volume over its S3 endpoint. Throws at once, naming the variables, where no S3 keys are set. */
export function createVolumeFiles(address: VolumeAddress): VolumeFiles {
  const bucket = openBucket(address);
  return {
    get: (key) => getBytes(bucket, key),
    put: (key, body) => putBytes(bucket, key, body),
    putFile: (key, path) => putFile(bucket, key, path),
    getFile: (key, path) => getFile(bucket, key, path),
    list: (prefix) => listKeys(bucket, prefix),
    remove: async (key) => {
      const { DeleteObjectCommand } = await import("@aws-sdk/client-s3");
      await bucket.call(`remove ${key}`, (client, Bucket) =>
        client.send(new DeleteObjectCommand({ Bucket, Key: key })),
      );
    },
  };
}

function openBucket(address: VolumeAddress): Bucket {
  const { accessKey, secretKey, volumeId } = address;
  if (accessKey === undefined || secretKey === undefined) throw new Error(noS3Keys(volumeId));
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  let client: Promise<S3Client> | undefined;
  return {
    volumeId,
    call: async (what, send) => {
      client ??= connect(address, credentials);
      try {
        return await send(await client, volumeId);
      } catch (error) {
        throw failureOfS3(`${what} on volume ${volumeId}`, error, secretKey);
      }
    },
  };
}

/** The SDK is large: only what touches a volume pays for loading it. */
async function connect(
  address: VolumeAddress,
  credentials: { accessKeyId: string; secretAccessKey: string },
): Promise<S3Client> {
  const { S3Client } = await import("@aws-sdk/client-s3");
  const silence = address.silenceLimitMs ?? 30_000;
  return new S3Client({
    endpoint: address.endpoint,
    region: address.dataCenter.toLowerCase(),
    credentials,
    forcePathStyle: true,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    maxAttempts: address.maxTries ?? 4,
    requestHandler: { connectionTimeout: 10_000, socketTimeout: silence },
    customUserAgent: "trainyard",
  });
}

async function getBytes(bucket: Bucket, key: string): Promise<Uint8Array | undefined> {
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  return bucket.call(`read ${key}`, async (client, Bucket) => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
      return await Body?.transformToByteArray();
    } catch (error) {
      if (isMissingKey(error)) return undefined;
      throw error;
    }
  });
}

async function putBytes(bucket: Bucket, key: string, body: Uint8Array | string): Promise<void> {
  const { PutObjectCommand } = await import("@aws-sdk/client-s3");
  await bucket.call(`write ${key}`, (client, Bucket) =>
    client.send(new PutObjectCommand({ Bucket, Key: key, Body: body })),
  );
}

async function putFile(bucket: Bucket, key: string, path: string): Promise<void> {
  const { size } = await stat(path);
  if (size <= singleUploadLimit) return putBytes(bucket, key, await readFile(path));
  const { Upload } = await import("@aws-sdk/lib-storage");
  await bucket.call(`write ${key}`, (client, Bucket) => {
    const params = { Bucket, Key: key, Body: createReadStream(path, { highWaterMark: mebibyte }) };
    return new Upload({ client, params, partSize, queueSize: partsAtOnce }).done();
  });
}

/** Downloads beside the target and renames, so that `path` never holds a part of a file. */
async function getFile(bucket: Bucket, key: string, path: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.part`;
  try {
    for (let tried = 1; ; tried += 1) {
      const result = await download(bucket, key, aside, tried >= downloadTries);
      if (result === "missing") return false;
      if (result === "broken") continue;
      await rename(aside, path);
      return true;
    }
  } finally {
    await rm(aside, { force: true });
  }
}

async function download(
  bucket: Bucket,
  key: string,
  aside: string,
  isLastTry: boolean,
): Promise<"whole" | "missing" | "broken"> {
  const { GetObjectCommand } = await import("@aws-sdk/client-s3");
  return bucket.call(`download ${key}`, async (client, Bucket) => {
    try {
      const { Body, ContentLength } = await client.send(new GetObjectCommand({ Bucket, Key: key }));
      if (!(Body instanceof Readable)) throw new Error("the answer has no body");
      await pipeline(Body, createWriteStream(aside));
      const { size } = await stat(aside);
      if (ContentLength !== undefined && size !== ContentLength)
        throw new Error(`${size} of ${ContentLength} bytes came`);
      return "whole";
    } catch (error) {
      if (isMissingKey(error)) return "missing";
      if (isLastTry || isFinal(error)) throw error;
      return "broken";
    }
  });
}

async function listKeys(bucket: Bucket, prefix: string): Promise<readonly { key: string; size: number }[]> {
  const { paginateListObjectsV2 } = await import("@aws-sdk/client-s3");
  return bucket.call(`list ${prefix}`, async (client, Bucket) => {
    const found: { key: string; size: number }[] = [];
    for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix: prefix }))
      for (const { Key, Size } of page.Contents ?? []) if (Key !== undefined) found.push({ key: Key, size: Size ?? 0 });
    return found;
  });
}
