import { describe, expect, it } from "vitest";
import { createScene, podBody } from "./scene.ts";

describe("the HTTP layer", () => {
  it("refuses a missing or default User-Agent as the edge does", async () => {
    const scene = createScene();
    for (const agent of ["", "Python-urllib/3.11", "node"]) {
      const reply = await scene.ask("GET", "/v2/pods", undefined, { "user-agent": agent });
      expect([reply.status, reply.body.detail]).toEqual([403, "error code: 1010"]);
    }
  });

  it("refuses a missing or wrong key with 401 and no rate headers", async () => {
    const scene = createScene();
    const reply = await scene.ask("GET", "/v2/pods", undefined, { authorization: "Bearer wrong" });
    expect([reply.status, reply.body.detail, reply.headers.get("ratelimit")]).toEqual([
      401,
      "missing bearer token",
      null,
    ]);
    expect(reply.headers.get("content-type")).toBe("application/problem+json");
    expect(reply.headers.get("x-request-id")).toMatch(/^\w{24}$/);
  });

  it("refuses what a read-only key may not do with 403", async () => {
    const scene = createScene();
    const headers = { authorization: `Bearer ${scene.emulator.core.keys.readOnlyApiKey}` };
    expect((await scene.ask("GET", "/v2/pods", undefined, headers)).status).toBe(200);
    const reply = await scene.ask("POST", "/v2/pods", podBody, headers);
    expect([reply.status, reply.body.detail]).toEqual([403, "access denied"]);
  });

  it("names every breach of the schema in a 422", async () => {
    const scene = createScene();
    const bogus = await scene.ask("POST", "/v2/pods", { ...podBody, bogus: 1 });
    expect([bogus.status, bogus.body.detail]).toEqual([422, "Request validation failed."]);
    expect(bogus.body.errors).toEqual(["$: additional properties 'bogus' not allowed"]);
    const nested = await scene.ask("POST", "/v2/pods", { ...podBody, gpu: { id: "x", speed: 1 } });
    expect(nested.body.errors).toEqual(["$.gpu: additional properties 'speed' not allowed"]);
    const missing = await scene.ask("POST", "/v2/pods", { image: "i", disk: 0 });
    expect(missing.body.errors).toEqual(["$.disk: must be >= 1", "$: missing property 'name'"]);
    const noImage = await scene.ask("POST", "/v2/pods", { name: "x", gpu: { id: "NVIDIA L4" } });
    expect(noImage.body.errors).toEqual(["$: missing property 'image'"]);
    expect((await scene.ask("POST", "/v2/pods", "{")).status).toBe(400);
  });

  it("answers 405 with Allow, 404 for what is unknown and 501 for what is not emulated", async () => {
    const scene = createScene();
    const method = await scene.ask("PUT", "/v2/pods", {});
    expect([method.status, method.headers.get("allow")]).toEqual([405, "GET, POST"]);
    expect((await scene.ask("GET", "/v2/tags")).body.detail).toBe("resource not found");
    const serverless = await scene.ask("GET", "/v2/serverless");
    expect([serverless.status, serverless.body.detail]).toEqual([
      501,
      "GET /v2/serverless is not part of the emulated service",
    ]);
    expect((await scene.ask("GET", "/v2/registries/delegations")).status).toBe(501);
  });

  it("ignores unknown query parameters and refuses bad values of known ones", async () => {
    const scene = createScene();
    expect((await scene.ask("GET", "/v2/pods?name=x&limit=zero")).status).toBe(200);
    const reply = await scene.ask("GET", "/v2/billing/pods?bucketSize=minute");
    expect([reply.status, reply.body.detail]).toEqual([
      400,
      "query parameter bucketSize: value must be one of 'hour', 'day', 'week', 'month', 'year'",
    ]);
  });

  it("paces an account and says how long to wait", async () => {
    const scene = createScene({ settings: { rateLimits: { minute: 2, hour: 3, day: 50 } } });
    const first = await scene.ask("GET", "/v2/pods");
    expect(first.headers.get("ratelimit")).toBe('"minute";r=1;t=60, "hour";r=2;t=3600, "day";r=49;t=86400');
    expect(first.headers.get("ratelimit-policy")).toBe('"minute";q=2;w=60, "hour";q=3;w=3600, "day";q=50;w=86400');
    await scene.clock.advance(20_000);
    expect((await scene.ask("GET", "/v2/pods")).status).toBe(200);
    const limited = await scene.ask("GET", "/v2/pods");
    expect([limited.status, limited.body.detail, limited.headers.get("retry-after")]).toEqual([
      429,
      "rate limit exceeded for the minute window",
      "40",
    ]);
    await scene.clock.advance(40_000);
    expect((await scene.ask("GET", "/v2/pods")).status).toBe(200);
    await scene.clock.advance(60_000);
    const longest = await scene.ask("GET", "/v2/pods");
    expect([longest.body.detail, longest.headers.get("retry-after")]).toEqual([
      "rate limit exceeded for the hour window",
      "3480",
    ]);
  });

  it("answers the balance by GraphQL and other questions with errors in a 200", async () => {
    const scene = createScene();
    const query = (text: string, headers = {}) => scene.ask("POST", "/graphql", { query: text }, headers);
    const balance = await query("query { myself { clientBalance } }");
    expect(balance.body).toEqual({ data: { myself: { clientBalance: 100 } } });
    const other = await query("query { pods { id } }");
    expect([other.status, Array.isArray(other.body.errors)]).toEqual([200, true]);
    const stranger = await query("query { myself { clientBalance } }", { authorization: "Bearer wrong" });
    expect(stranger.body).toEqual({ errors: [{ message: "unauthorized" }] });
  });
});

describe("rules beyond the schema", () => {
  const capacity =
    "There are no longer any instances available with the requested specifications. Please refresh and try again.";

  it.each([
    ["neither GPU nor CPU", { gpu: undefined }, 400, "exactly one of gpu and cpu is required"],
    ["GPU and CPU", { cpu: { id: "cpu3c", vcpuCount: 2 } }, 400, "exactly one of gpu and cpu is required"],
    ["an unknown GPU", { gpu: { id: "NVIDIA T4" } }, 400, "gpu type 'NVIDIA T4' does not exist"],
    ["more GPUs than a host has", { gpu: { id: "NVIDIA RTX A4000", count: 9 } }, 400, capacity],
    ["a GPU not in that cloud", { gpu: { id: "NVIDIA H200" }, cloud: "COMMUNITY" }, 400, capacity],
    ["a CUDA version nobody has", { gpu: { id: "NVIDIA L4", minCudaVersion: "13.5" } }, 400, capacity],
    ["a data centre without the GPU", { dataCenterIds: ["AP-JP-1"] }, 400, capacity],
    ["an unknown data centre", { dataCenterIds: ["EU-XX-1"] }, 400, "data center 'EU-XX-1' does not exist"],
    ["UDP", { ports: ["53/udp"] }, 400, "port '53/udp' is not valid: use <number>/http or <number>/tcp"],
    ["an unknown registry", { registry: "none" }, 400, "registry 'none' does not exist"],
    ["an unknown template", { templateId: "none" }, 404, "template not found"],
    ["an unknown volume", { mounts: { network: [{ volumeId: "none", path: "/w" }] } }, 404, "network volume not found"],
  ])("refuses %s", async (_what, fields, status, detail) => {
    const scene = createScene();
    const reply = await scene.ask("POST", "/v2/pods", { ...podBody, ...fields });
    expect([reply.status, reply.body.detail]).toEqual([status, detail]);
    expect(scene.emulator.core.pods()).toEqual([]);
  });

  it("refuses more than 50 variables and both CUDA fields", async () => {
    const scene = createScene();
    const env = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`V${i}`, "x"]));
    expect((await scene.ask("POST", "/v2/pods", { ...podBody, env })).status).toBe(400);
    const gpu = { id: "NVIDIA L4", minCudaVersion: "12.1", allowedCudaVersions: ["12.1"] };
    expect((await scene.ask("POST", "/v2/pods", { ...podBody, gpu })).body.detail).toContain("cannot be used together");
  });

  it("places a pod where its volume is, and refuses a list without that place", async () => {
    const scene = createScene();
    const volume = await scene.ask("POST", "/v2/network-volumes", { name: "v", size: 10, dataCenter: "US-KS-2" });
    const mounts = { network: [{ volumeId: volume.body.id, path: "/workspace" }] };
    const id = await scene.pod({ mounts });
    expect(scene.emulator.core.pod(id)?.dataCenterId).toBe("US-KS-2");
    const wrong = await scene.ask("POST", "/v2/pods", { ...podBody, mounts, dataCenterIds: ["EU-RO-1"] });
    expect(wrong.body.detail).toBe("the network volume is in US-KS-2, which dataCenterIds does not allow");
    const community = await scene.ask("POST", "/v2/pods", { ...podBody, mounts, cloud: "COMMUNITY" });
    expect(community.body.detail).toBe("network volumes are available in Secure Cloud only");
  });

  it("takes a template's fields, the body's first, and merges env key by key", async () => {
    const scene = createScene();
    const made = await scene.ask("POST", "/v2/templates", {
      name: "t",
      image: "base",
      env: { A: "1", B: "1" },
      disk: 7,
    });
    expect(made.body).toMatchObject({ startSsh: true, startJupyter: true, serverless: false, category: "NVIDIA" });
    const fields = { name: "p", gpu: podBody.gpu, templateId: made.body.id, env: { B: "2" } };
    const pod = await scene.ask("POST", "/v2/pods", fields);
    expect(pod.body).toMatchObject({ image: "base", env: { A: "1", B: "2" }, disk: 7, template: made.body.id });
    expect((await scene.ask("DELETE", `/v2/templates/${made.body.id}`)).status).toBe(400);
    const serverless = await scene.ask("POST", "/v2/templates", { name: "s", image: "i", serverless: true });
    const refused = await scene.ask("POST", "/v2/pods", { ...fields, templateId: serverless.body.id });
    expect(refused.status).toBe(422);
  });
});

describe("network volumes, registries and keys", () => {
  it("grows a volume, never shrinks it, and keeps it while it is mounted", async () => {
    const scene = createScene();
    const made = await scene.ask("POST", "/v2/network-volumes", { name: "v", size: 10, dataCenter: "EU-RO-1" });
    const path = `/v2/network-volumes/${made.body.id}`;
    expect(scene.runner.volumes.has(made.body.id)).toBe(true);
    expect((await scene.ask("PATCH", path, { size: 20 })).body["size"]).toBe(20);
    expect((await scene.ask("PATCH", path, { size: 10 })).status).toBe(400);
    expect((await scene.ask("PATCH", path, { dataCenter: "US-KS-2" })).status).toBe(422);
    expect((await scene.ask("PATCH", path, { size: 4097 })).status).toBe(422);
    const pod = await scene.pod({ mounts: { network: [{ volumeId: made.body.id, path: "/workspace" }] } });
    expect((await scene.ask("DELETE", path)).status).toBe(409);
    await scene.ask("DELETE", `/v2/pods/${pod}`);
    expect((await scene.ask("DELETE", path)).status).toBe(204);
    expect((await scene.ask("GET", path)).status).toBe(404);
    expect(scene.runner.volumes.size).toBe(0);
  });

  it("removes a volume's files only when the last container has ended", async () => {
    const scene = createScene();
    const made = await scene.ask("POST", "/v2/network-volumes", { name: "v", size: 10, dataCenter: "EU-RO-1" });
    const pod = await scene.pod({ mounts: { network: [{ volumeId: made.body.id, path: "/workspace" }] } });
    await scene.clock.advance(5000);
    scene.runner.stopping = scene.clock.sleep(4000).then(() => {
      expect(scene.runner.volumes.size).toBe(1);
    });
    await scene.ask("DELETE", `/v2/pods/${pod}`);
    await scene.ask("DELETE", `/v2/network-volumes/${made.body.id}`);
    expect([scene.runner.containers[0]?.stopped, scene.runner.volumes.size]).toEqual([true, 0]);
  });

  it("never gives a registry's user name or password back, but hands them to the runner", async () => {
    const scene = createScene();
    const made = await scene.ask("POST", "/v2/registries", { name: "r", username: "u", password: "SENTINEL" });
    expect(made.body).toEqual({ id: made.body.id, name: "r" });
    expect((await scene.ask("GET", "/v2/registries")).body).toEqual({ registries: [{ id: made.body.id, name: "r" }] });
    await scene.pod({ registry: made.body.id });
    await scene.clock.advance(5000);
    expect(scene.runner.containers[0]?.spec.registry).toEqual({ username: "u", password: "SENTINEL" });
    expect((await scene.ask("DELETE", `/v2/registries/${made.body.id}`)).status).toBe(400);
  });

  it("replaces the set of ssh keys", async () => {
    const scene = createScene();
    expect((await scene.ask("PUT", "/v2/account/ssh-keys", { keys: ["nonsense"] })).status).toBe(422);
    await scene.ask("PUT", "/v2/account/ssh-keys", { keys: ["ssh-ed25519 AAAA me"] });
    expect((await scene.ask("GET", "/v2/account/ssh-keys")).body).toEqual({ keys: ["ssh-ed25519 AAAA me"] });
  });
});

describe("the overlay", () => {
  it("knows cmd, entrypoint, secrets and pages only when they are switched on", async () => {
    const scene = createScene();
    const body = { ...podBody, cmd: ["sh", "-c", "echo 'a b'"] };
    const off = await scene.ask("POST", "/v2/pods", body);
    expect([off.status, off.body.errors]).toEqual([422, ["$: additional properties 'cmd' not allowed"]]);
    expect((await scene.ask("GET", "/v2/account/secrets")).status).toBe(404);
    scene.emulator.core.setOverlay({ cmd: true, secrets: true, pageSize: 2 });
    const on = await scene.ask("POST", "/v2/pods", body);
    expect(on.body).toMatchObject({ cmd: body.cmd, args: JSON.stringify({ cmd: body.cmd }) });
    await scene.clock.advance(5000);
    expect(scene.runner.containers[0]?.spec.cmd).toEqual(body.cmd);
    await scene.pod();
    await scene.pod();
    const page = await scene.ask("GET", "/v2/pods");
    expect([(page.body["pods"] as unknown[]).length, page.body["nextCursor"]]).toEqual([2, "2"]);
    const last = await scene.ask("GET", "/v2/pods?cursor=2");
    expect([(last.body["pods"] as unknown[]).length, last.body["nextCursor"]]).toEqual([1, null]);
  });

  it("keeps secrets unique, unnamed after RUNPOD and write-only", async () => {
    const scene = createScene({ settings: { overlay: { cmd: false, secrets: true, pageSize: 0 } } });
    const path = "/v2/account/secrets";
    const made = await scene.ask("POST", path, { name: "hub", value: "SENTINEL" });
    expect(made.body).toEqual({ id: made.body.id, name: "hub" });
    expect((await scene.ask("POST", path, { name: "hub", value: "x" })).status).toBe(409);
    expect((await scene.ask("POST", path, { name: "RUNPOD_X", value: "x" })).status).toBe(422);
    expect((await scene.ask("PATCH", `${path}/${made.body.id}`, { value: "new" })).status).toBe(200);
    expect((await scene.ask("DELETE", `${path}/${made.body.id}`)).status).toBe(204);
  });
});
