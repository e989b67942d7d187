import { readdir } from "node:fs/promises";
import { GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { receiveText } from "../../../../local/runpod/s3/body.ts";
import { canonicalRequest } from "../../../../local/runpod/s3/sigv4.ts";
import { type S3Bed, startS3 } from "./server.ts";

const Bucket = "vol123";
let bed: S3Bed;
beforeEach(async () => {
  bed = await startS3();
});
afterEach(async () => bed.close());

const read = new GetObjectCommand({ Bucket, Key: "k" });

it("orders the canonical query by name and encodes it as the specification says", () => {
  const request = new Request("http://h/s3/v/a%20b?prefix=x/y&list-type=2&list=1&list-type=1", {
    headers: { "x-amz-date": "20260101T000000Z" },
  });
  expect(canonicalRequest(request, ["host", "x-amz-date"], "HASH").split("\n")).toEqual([
    "GET",
    "/s3/v/a%20b",
    "list=1&list-type=1&list-type=2&prefix=x%2Fy",
    "host:h",
    "x-amz-date:20260101T000000Z",
    "",
    "host;x-amz-date",
    "HASH",
  ]);
});

it("refuses a wrong secret", async () => {
  await expect(bed.clientWith({ secretKey: "wrong" }).send(read)).rejects.toMatchObject({
    name: "SignatureDoesNotMatch",
  });
});

it("refuses an unknown access key", async () => {
  await expect(bed.clientWith({ accessKey: "user_x" }).send(read)).rejects.toMatchObject({
    name: "InvalidAccessKeyId",
  });
});

it("refuses the region of another data centre", async () => {
  const name = "AuthorizationHeaderMalformed";
  await expect(bed.clientWith({ region: "eu-cz-1" }).send(read)).rejects.toMatchObject({ name });
});

it("refuses a request without a signature", async () => {
  const answer = await fetch(`${bed.url}/s3/${Bucket}/k`);
  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining("<Code>AccessDenied</Code>")]);
});

it("refuses a request that is more than an hour old, and takes one of 59 minutes", async () => {
  bed.setNow(() => Date.now() + 59 * 60_000);
  await expect(bed.client.send(read)).rejects.toMatchObject({ name: "NoSuchKey" });
  bed.setNow(() => Date.now() + 61 * 60_000);
  await expect(bed.client.send(read)).rejects.toMatchObject({ name: "RequestTimeTooSkewed" });
});

it("says which volume or key is missing, and answers HEAD without a body", async () => {
  await expect(bed.client.send(read)).rejects.toMatchObject({ name: "NoSuchKey" });
  const other = new ListObjectsV2Command({ Bucket: "other" });
  await expect(bed.client.send(other)).rejects.toMatchObject({ name: "NoSuchBucket" });
  const head = new HeadObjectCommand({ Bucket, Key: "k" });
  await expect(bed.client.send(head)).rejects.toMatchObject({ $metadata: { httpStatusCode: 404 } });
});

it("refuses a body that was changed on its way and stores nothing of it", async () => {
  const client = bed.clientWith({});
  client.middlewareStack.add(
    (next) => async (args) => {
      (args.request as { body: unknown }).body = "changed!";
      return next(args);
    },
    { step: "deserialize", priority: "low" },
  );
  const upload = client.send(new PutObjectCommand({ Bucket, Key: "k", Body: "original" }));
  await expect(upload).rejects.toMatchObject({ name: "XAmzContentSHA256Mismatch" });
  await expect(bed.client.send(read)).rejects.toMatchObject({ name: "NoSuchKey" });
  expect(await readdir(`${bed.folder}/.s3compat_uploads`)).toEqual([]);
});

it("refuses aws-chunked bodies and says what to set", async () => {
  const headers = { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" };
  const request = new Request("http://h/", { method: "POST", body: "x", headers });
  await expect(receiveText(request)).rejects.toThrow(/requestChecksumCalculation to WHEN_REQUIRED/);
});
