import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { createS3App } from "../../../../local/runpod/s3/app.ts";

/** An S3 endpoint on loopback with one volume `vol123` in EU-RO-1, whose files lie in `folder`. */
export interface S3Bed {
  readonly folder: string;
  readonly url: string;
  readonly client: S3Client;
  /** A client that differs from the right one in these points. */
  clientWith(change: { accessKey?: string; secretKey?: string; region?: string }): S3Client;
  /** Moves the service's clock. */
  setNow(now: () => number): void;
  close(): Promise<void>;
}

export async function startS3(): Promise<S3Bed> {
  const folder = await mkdtemp(join(tmpdir(), "s3-"));
  const credentials = { accessKey: "user_test", secretKey: "rps_test" };
  let now = () => Date.now();
  const s3 = createS3App({
    now: () => now(),
    credentials: () => credentials,
    volume: (id) => (id === "vol123" ? { path: folder, dataCenter: "EU-RO-1" } : undefined),
  });
  const app = new Hono().route("/s3", s3);
  const server = createAdaptorServer({ overrideGlobalObjects: false, fetch: (request) => app.fetch(request) });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clients: S3Client[] = [];
  const clientWith = (change: { accessKey?: string; secretKey?: string; region?: string }) => {
    const given = { ...credentials, region: "eu-ro-1", ...change };
    const client = new S3Client({
      endpoint: `${url}/s3`,
      region: given.region,
      forcePathStyle: true,
      credentials: { accessKeyId: given.accessKey, secretAccessKey: given.secretKey },
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
      maxAttempts: 1,
    });
    clients.push(client);
    return client;
  };
  const close = async () => {
    clients.forEach((client) => client.destroy());
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true });
  };
  return { folder, url, client: clientWith({}), clientWith, setNow: (clock) => (now = clock), close };
}
