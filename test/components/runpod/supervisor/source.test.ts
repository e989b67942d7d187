import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { inflateSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { renderPodRequest, type PodCapabilities } from "../../../../components/runpod/render/pod-request.ts";
import { podSpec } from "../../../../components/runpod/render/pod-spec.ts";
import {
  parseStatusFile,
  parseSupervisorLine,
  verifyStatus,
} from "../../../../components/runpod/render/status-line.ts";
import { encodedSupervisor } from "../../../../components/runpod/supervisor/source.ts";

let api: Server;
let mount: string;
let ends: string[];

beforeEach(async () => {
  ends = [];
  mount = await mkdtemp(join(tmpdir(), "trainyard-pod-"));
  api = createServer((request, response) => {
    if (request.method !== "GET") ends.push(`${request.method ?? ""} ${request.url ?? ""}`);
    response.statusCode = request.method === "GET" ? 404 : 204;
    response.end();
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  api.closeAllConnections();
  await new Promise((resolve) => api.close(resolve));
  await rm(mount, { recursive: true, force: true });
});

function request(token: string, capabilities: PodCapabilities) {
  const createdAt = Date.now() / 1000;
  const spec = podSpec({
    run: "shop-dev-tiny-0a1b2c3d",
    attempt: 1,
    token,
    apiUrl: `http://127.0.0.1:${(api.address() as AddressInfo).port}/v2`,
    createdAt,
    deadline: createdAt + 60,
    handoverSeconds: 0,
    command: ["sh", "-c", "echo 'រៀន'; exit 3"],
    mount,
    dataPath: null,
    httpPort: null,
    dataByHttp: false,
    checkpointSeconds: 300,
    checkpointKeep: 2,
    stallSeconds: null,
    seed: 7,
    recipe: null,
  });
  const candidate = { gpu: "NVIDIA L4", count: 1, cloud: "SECURE", dataCenter: null } as const;
  const supervisor = encodedSupervisor();
  const rest = { image: "x", volumeId: "vol1", diskGb: 1, registryId: null, ports: [], env: {}, secretEnv: {} };
  return renderPodRequest({ spec, candidate, supervisor, owner: "owner", ...rest }, capabilities);
}

/** Runs the start command of a create request as a container would, until the pod asks for its end. */
async function run(body: ReturnType<typeof request>): Promise<string[]> {
  const [program, ...args] = body.cmd ?? (body.args ?? "").split(" ");
  const env = { ...body.env, PATH: process.env["PATH"] ?? "", RUNPOD_POD_ID: "pod1", RUNPOD_API_KEY: "key" };
  const pod = spawn(program ?? "", args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  for await (const line of createInterface({ input: pod.stdout })) {
    lines.push(line);
    if (line.includes("the pod is ending") && pod.exitCode === null) pod.kill("SIGTERM");
  }
  return lines;
}

it("packs the file as it stands", () => {
  const file = new URL("../../../../components/runpod/supervisor/supervisor.py", import.meta.url);
  expect(inflateSync(Buffer.from(encodedSupervisor(), "base64"))).toEqual(readFileSync(file));
  expect(encodedSupervisor().length, "one environment string holds at most 128 KiB").toBeLessThan(64 * 1024);
});

it.each([[{ cmd: false }], [{ cmd: true }]])(
  "starts from the create request alone (%o) and signs its status",
  async (can) => {
    const lines = await run(request("s3cret", can));
    expect(lines).toContain("រៀន");
    const signed = lines.map(parseSupervisorLine).filter((line) => line?.kind === "status");
    expect(signed.map((line) => verifyStatus("s3cret", line))).toMatchObject([{ exitCode: 3, reason: "exit" }]);
    expect(signed.map((line) => verifyStatus("other", line))).toEqual([undefined]);
    const file = parseStatusFile(await readFile(join(mount, "runs/shop-dev-tiny-0a1b2c3d/a1/status.json"), "utf8"));
    expect(file).toEqual({ body: signed[0]?.body, mac: signed[0]?.mac });
    expect(ends).toEqual(["POST /v2/pods/pod1/action"]);
    expect(lines.map(parseSupervisorLine).filter((line) => line?.kind === "heartbeat").length).toBeGreaterThan(0);
  },
);
