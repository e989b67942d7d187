import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Listener, listenOnLoopback } from "../../../../local/runpod/daemon/listener.ts";
import { mountedApps } from "../../../../local/runpod/daemon/mounted-apps.ts";
import { volumeFolders } from "../../../../local/runpod/docker/volumes.ts";
import { type ContainerRunner, createEmulator, type Emulator, realClock } from "../../../../local/runpod/index.ts";

/** Containers that start at once and answer their port's number. */
const stub = (folder: string): ContainerRunner => ({
  start: (_spec, events) => {
    queueMicrotask(() => events.started());
    return { stop: async () => undefined, fetch: async (port) => new Response(`port ${port}`) };
  },
  adopt: async () => undefined,
  volume: volumeFolders(folder),
});

let [folder, base] = ["", ""];
let emulator: Emulator;
let listener: Listener;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ty-"));
  const settings = { provisioningSeconds: 0, startingSeconds: 0, runtimeLagSeconds: 0 };
  emulator = createEmulator({ clock: realClock, runner: stub(folder), settings, routes: mountedApps });
  listener = await listenOnLoopback(0, (request) => emulator.fetch(request));
  base = `http://127.0.0.1:${listener.port}`;
});
afterEach(async () => {
  await listener.close();
  await emulator.stop();
  await rm(folder, { recursive: true });
  expect(emulator.core.bugs()).toEqual([]);
});

async function post(path: string, body: unknown): Promise<{ id: string }> {
  const headers = {
    authorization: `Bearer ${emulator.core.keys.apiKey}`,
    "user-agent": "test/1",
    "content-type": "application/json",
  };
  const answer = await fetch(base + path, { method: "POST", headers, body: JSON.stringify(body) });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { id: string };
}

const createVolume = (dataCenter = "EU-RO-1") =>
  post("/v2/network-volumes", { name: "v", size: 10, dataCenter, type: "STANDARD" });

function client(region = "eu-ro-1"): S3Client {
  const { s3AccessKey: accessKeyId, s3SecretKey: secretAccessKey } = emulator.core.keys;
  const credentials = { accessKeyId, secretAccessKey };
  const settings = { requestChecksumCalculation: "WHEN_REQUIRED", forcePathStyle: true, maxAttempts: 1 } as const;
  return new S3Client({ endpoint: `${base}/s3`, region, credentials, ...settings });
}

it("serves a volume of the account under its id, and none that was never made", async () => {
  const { id: Bucket } = await createVolume();
  const s3 = client();
  await s3.send(new PutObjectCommand({ Bucket, Key: "a/b", Body: "text" }));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "a/b" }));
  expect(await Body?.transformToString()).toBe("text");
  const never = s3.send(new GetObjectCommand({ Bucket: "never", Key: "a" }));
  await expect(never).rejects.toMatchObject({ name: "NoSuchBucket" });
  s3.destroy();
});

it("serves no volume of a data centre that has no S3 endpoint on RunPod either", async () => {
  const { id: Bucket } = await createVolume("US-TX-3");
  const s3 = client("us-tx-3");
  const put = s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "text" }));
  await expect(put).rejects.toThrow("the volume's data centre has no S3 endpoint");
  s3.destroy();
});

it("lets faults strike S3 after the effect and before the answer", async () => {
  const { id: Bucket } = await createVolume();
  const s3 = client();
  emulator.core.addFault({ match: { method: "PUT", path: "/s3/**" }, fault: { kind: "drop", phase: "after" } });
  await expect(s3.send(new PutObjectCommand({ Bucket, Key: "k", Body: "text" }))).rejects.toThrow();
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: "k" }));
  expect(await Body?.transformToString()).toBe("text");
  s3.destroy();
});

it("proxies declared HTTP ports of a running pod alone", async () => {
  const gpu = { id: "NVIDIA L4", count: 1 };
  const pod = await post("/v2/pods", { name: "p", image: "i", disk: 5, ports: ["8787/http"], gpu });
  await expect.poll(async () => (await fetch(`${base}/proxy/${pod.id}/8787/x`)).status).toBe(200);
  expect(await (await fetch(`${base}/proxy/${pod.id}/8787/x`)).text()).toBe("port 8787");
  expect((await fetch(`${base}/proxy/${pod.id}/1/x`)).status).toBe(404);
  expect((await fetch(`${base}/proxy/nobody/8787/x`)).status).toBe(404);
});
