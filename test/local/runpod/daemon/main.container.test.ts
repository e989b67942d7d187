import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { connectEngine } from "../../../../local/runpod/docker/engine.ts";
import { emulatorId } from "../../../../local/runpod/docker/socket-folder.ts";
import { forwardersOf, image } from "../docker/bed.ts";
import { EmulatorProcess } from "./process.ts";

let stateDir: string;
let emulator: EmulatorProcess;
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), "ty-"));
  emulator = await EmulatorProcess.start(stateDir);
});
afterEach(async () => {
  expect(await emulator.stop()).toBe(0);
  expect([await containers(), await forwardersOf(stateDir)]).toEqual([[], []]);
  expect((await readdir(stateDir)).filter((name) => name === "lock" || name === "sockets")).toEqual([]);
  await rm(stateDir, { recursive: true });
});

const soon = { timeout: 60_000, interval: 200 };
async function containers(): Promise<string[]> {
  const { docker } = connectEngine(undefined);
  const label = [`trainyard.emulator=${emulatorId(stateDir)}`];
  return (await docker.listContainers({ all: true, filters: { label } })).map((entry) => entry.Id);
}

/** A pod on a volume that runs `script` in bash. */
async function createPod(script: string): Promise<{ podId: string; volumeId: string }> {
  const volume = await emulator.call<{ id: string }>("POST", "/network-volumes", {
    name: "data",
    size: 10,
    dataCenter: "EU-RO-1",
    type: "STANDARD",
  });
  const pod = await emulator.call<{ id: string }>("POST", "/pods", {
    name: "a-pod",
    image,
    args: "bash -c eval${IFS}$SCRIPT",
    env: { SCRIPT: script },
    disk: 5,
    ports: ["8787/http"],
    gpu: { id: "NVIDIA L4", count: 1 },
    dataCenterIds: ["EU-RO-1"],
    mounts: { network: [{ volumeId: volume.id, path: "/workspace" }] },
  });
  return { podId: pod.id, volumeId: volume.id };
}

function s3(): S3Client {
  const { s3Url: endpoint, s3AccessKey: accessKeyId, s3SecretKey: secretAccessKey } = emulator.endpoint;
  const credentials = { accessKeyId, secretAccessKey };
  const requestChecksumCalculation = "WHEN_REQUIRED" as const;
  return new S3Client({ endpoint, region: "eu-ro-1", credentials, forcePathStyle: true, requestChecksumCalculation });
}

const ownEnd = [
  "POST /v2/pods/%s/action HTTP/1.1",
  "Host: x",
  "User-Agent: pod/1",
  "Authorization: Bearer %s",
  "Content-Type: application/json",
  "Content-Length: 22",
  "Connection: close",
  "",
  '{"action":"terminate"}',
].join("\\r\\n");
/** Ends its own pod by the API under the very address that is known outside, once it is asked to by a file. One line, as eval joins. */
const script = (port: number) =>
  [
    "echo up $(cat /workspace/in)",
    "echo out > /workspace/out",
    "until [ -e /workspace/end ]; do sleep 0.1; done",
    `until exec 3<>/dev/tcp/127.0.0.1/${port}; do sleep 0.1; done`,
    `printf '${ownEnd}' $RUNPOD_POD_ID $RUNPOD_API_KEY >&3`,
    "cat <&3",
    "sleep 60",
  ].join("; ");

it("runs a pod whose files, log and own end go through the public ways alone", async () => {
  const { podId, volumeId } = await createPod(script(emulator.endpoint.port));
  const client = s3();
  await client.send(new PutObjectCommand({ Bucket: volumeId, Key: "in", Body: "data" }));
  await expect.poll(() => emulator.logOf(podId), soon).toContain("up data");
  const { Body } = await client.send(new GetObjectCommand({ Bucket: volumeId, Key: "out" }));
  expect(await Body?.transformToString()).toBe("out\n");
  await client.send(new PutObjectCommand({ Bucket: volumeId, Key: "end", Body: "" }));
  await expect.poll(containers, soon).toEqual([]);
  await expect.poll(() => emulator.call("GET", `/pods/${podId}`).catch(String), soon).toContain("404");
  client.destroy();
});

it("keeps port and account over a stop, which leaves no container, and starts the pods anew", async () => {
  const { podId } = await createPod("echo started; sleep 1000");
  await expect.poll(() => emulator.logOf(podId), soon).toEqual(["started"]);
  const { port, apiKey } = emulator.endpoint;
  expect(await emulator.stop()).toBe(0);
  expect([await containers(), await forwardersOf(stateDir)]).toEqual([[], []]);
  emulator = await EmulatorProcess.start(stateDir);
  expect([emulator.endpoint.port, emulator.endpoint.apiKey]).toEqual([port, apiKey]);
  await expect.poll(() => emulator.logOf(podId), soon).toEqual(["started", "started"]);
});

it("takes its containers over after kill -9, without a restart, and its forwarders were gone", async () => {
  const { podId } = await createPod(
    "echo started; until [ -e /workspace/go ]; do sleep 0.1; done; echo went; sleep 1000",
  );
  await expect.poll(() => emulator.logOf(podId), soon).toEqual(["started"]);
  const before = await containers();
  await emulator.stop("SIGKILL");
  await expect.poll(() => forwardersOf(stateDir), soon).toEqual([]);
  emulator = await EmulatorProcess.start(stateDir);
  const [volume] = (await emulator.call<{ networkVolumes: { id: string }[] }>("GET", "/network-volumes"))
    .networkVolumes;
  await writeFile(join(stateDir, "volumes", volume?.id ?? "", "go"), "");
  await expect.poll(() => emulator.logOf(podId), soon).toEqual(["started", "went"]);
  expect(await containers()).toEqual(before);
});

it("refuses a second instance, a taken port and a missing engine in one clear line each", async () => {
  const { port, pid } = emulator.endpoint;
  const second = await EmulatorProcess.run(["--state", stateDir]);
  expect(second).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(`process ${pid} already serves`) as string,
  });
  const other = join(stateDir, "other");
  const taken = await EmulatorProcess.run(["--state", other, "--port", String(port)]);
  expect(taken).toMatchObject({ exitCode: 1, stderr: expect.stringContaining(`port ${port} of 127.0.0.1`) as string });
  expect(taken.stderr).toContain(`process ${pid}`);
  const engineless = await EmulatorProcess.run(["--state", other, "--docker-host", "unix:///no/such.sock"]);
  expect(engineless).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining("no Docker engine answers") as string,
  });
  expect(await readdir(other)).toEqual([]);
  expect((await EmulatorProcess.run(["--port", "1"])).exitCode).toBe(2);
});

it("writes its keys for its owner only", async () => {
  expect((await stat(join(stateDir, "endpoint.json"))).mode & 0o777).toBe(0o600);
});
