import { describe, expect, it } from "vitest";
import { DroppedConnection, type RequestEntry } from "../../../local/runpod/index.ts";
import { createScene, podBody, requestOf } from "./scene.ts";

const control = { "x-control": "1" };

describe("faults", () => {
  it("strikes before or after the effect", async () => {
    const scene = createScene();
    scene.fault("POST", "/v2/pods", { kind: "status", status: 500, phase: "before" });
    expect((await scene.ask("POST", "/v2/pods", podBody)).status).toBe(500);
    expect(scene.emulator.core.pods()).toHaveLength(0);
    scene.fault("POST", "/v2/pods", { kind: "status", status: 502, phase: "after" });
    const lost = await scene.ask("POST", "/v2/pods", podBody);
    expect([lost.status, lost.body["title"]]).toEqual([502, "Bad Gateway"]);
    expect(scene.emulator.core.pods()).toHaveLength(1);
    expect((await scene.ask("POST", "/v2/pods", podBody)).status).toBe(201);
  });

  it("drops the connection as fetch would see it", async () => {
    const scene = createScene();
    scene.fault("POST", "/v2/pods", { kind: "drop", phase: "after" });
    const attempt = scene.emulator.fetch(requestOf(scene.emulator, "POST", "/v2/pods", podBody));
    const error: unknown = await scene.clock.run(attempt.catch((reason: unknown) => reason));
    expect(error).toBeInstanceOf(TypeError);
    expect(error).toBeInstanceOf(DroppedConnection);
    expect(scene.emulator.core.pods()).toHaveLength(1);
    expect(scene.emulator.core.requests().at(-1)).toMatchObject({ status: 0, fault: "drop", caller: "account" });
  });

  it("delays for as long as told, and an impatient client leaves while the work goes on", async () => {
    const scene = createScene();
    scene.fault("POST", "/v2/pods", { kind: "delay", seconds: 60, phase: "before" });
    const patience = new AbortController();
    const request = new Request(requestOf(scene.emulator, "POST", "/v2/pods", podBody), { signal: patience.signal });
    const attempt = scene.emulator.fetch(request).catch((reason: unknown) => reason);
    await scene.clock.advance(30_000);
    patience.abort(new DOMException("too slow", "TimeoutError"));
    expect(await attempt).toMatchObject({ name: "TimeoutError" });
    expect(scene.emulator.core.pods()).toHaveLength(0);
    await scene.clock.advance(30_000);
    expect(scene.emulator.core.pods()).toHaveLength(1);
  });

  it("answers capacity and rules with 400 and tells them apart by text alone", async () => {
    const scene = createScene();
    scene.fault("POST", "/v2/pods", { kind: "capacity" });
    scene.fault("POST", "/v2/pods", { kind: "rule", detail: "no" });
    const replies = [await scene.ask("POST", "/v2/pods", podBody), await scene.ask("POST", "/v2/pods", podBody)];
    expect(replies.map((one) => one.status)).toEqual([400, 400]);
    expect(replies.map((one) => one.body.detail.slice(0, 28))).toEqual(["There are no longer any inst", "no"]);
  });

  it("hides a young pod by id and in the list for as long as told", async () => {
    const scene = createScene();
    scene.fault("POST", "/v2/pods", { kind: "not-found-lag", seconds: 10 });
    scene.fault("POST", "/v2/pods", { kind: "list-lag", seconds: 20 });
    const id = await scene.pod();
    const seen = async () => [
      (await scene.ask("GET", `/v2/pods/${id}`)).status,
      ((await scene.ask("GET", "/v2/pods")).body["pods"] as unknown[]).length,
    ];
    expect(await seen()).toEqual([404, 0]);
    expect((await scene.ask("DELETE", `/v2/pods/${id}`)).status).toBe(404);
    await scene.clock.advance(10_000);
    expect(await seen()).toEqual([200, 0]);
    await scene.clock.advance(10_000);
    expect(await seen()).toEqual([200, 1]);
  });

  it("starts slowly or never, and bills either way", async () => {
    const scene = createScene();
    scene.fault("POST", "/v2/pods", { kind: "slow-start", seconds: 100 });
    const slow = await scene.pod();
    scene.fault("POST", "/v2/pods", { kind: "never-ready" });
    const never = await scene.pod();
    const ready = async (id: string) => (await scene.ask("GET", `/v2/pods/${id}`)).body.runtime !== null;
    await scene.clock.advance(50_000);
    expect([await ready(slow), await ready(never)]).toEqual([false, false]);
    await scene.clock.advance(60_000);
    expect([await ready(slow), await ready(never)]).toEqual([true, false]);
    expect(scene.emulator.core.billed(never).seconds).toBe(110);
  });

  it("skips the first matches, strikes the told number of times, and matches patterns", async () => {
    const scene = createScene();
    const { core } = scene.emulator;
    const fault = { kind: "status", status: 503, phase: "before" } as const;
    core.addFault({ match: { method: "*", path: "/v2/pods/*/action" }, after: 1, times: 2, fault });
    const id = await scene.pod();
    await scene.clock.advance(5000);
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++)
      statuses.push((await scene.ask("POST", `/v2/pods/${id}/action`, { action: "restart" })).status);
    expect(statuses).toEqual([200, 503, 503, 409]);
    core.addFault({ match: { method: "GET", path: "/v2/**" }, fault });
    expect((await scene.ask("GET", "/v2/catalog/gpus/x")).status).toBe(503);
  });

  it("shows wrong times under a clock skew and keeps its own right", async () => {
    const scene = createScene();
    scene.fault("*", "/**", { kind: "clock-skew", seconds: 3600 });
    const id = await scene.pod();
    const reply = await scene.ask("GET", `/v2/pods/${id}`);
    expect(reply.body["createdAt"]).toBe("2026-11-23T13:00:00.000Z");
    expect(reply.headers.get("date")).toBe("Mon, 23 Nov 2026 13:00:00 GMT");
    scene.emulator.core.clearFaults();
    expect((await scene.ask("GET", `/v2/pods/${id}`)).body["createdAt"]).toBe("2026-11-23T12:00:00.000Z");
  });

  it("answers S3 in XML and fails at random in the same way for the same seed", async () => {
    const scene = createScene();
    scene.fault("GET", "/s3/**", { kind: "status", status: 503, phase: "before" });
    expect((await scene.ask("GET", "/s3/vol/key")).body.detail).toContain("<Code>SlowDown</Code>");
    const outcome = async () => {
      const random = createScene();
      random.emulator.core.randomFaults(7, 0.5);
      for (let i = 0; i < 30; i++)
        await random.clock.run(
          random.emulator.fetch(requestOf(random.emulator, "GET", "/v2/pods")).catch(() => undefined),
        );
      return random.emulator.core.requests().map((one) => [one.status, one.fault]);
    };
    const first = await outcome();
    expect(first).toEqual(await outcome());
    expect(first.filter(([, fault]) => fault !== undefined).length).toBeGreaterThan(5);
  });
});

describe("control routes", () => {
  it("need their header and refuse what they do not know", async () => {
    const scene = createScene();
    expect((await scene.ask("GET", "/control/state")).status).toBe(403);
    expect((await scene.ask("GET", "/control/nothing", undefined, control)).status).toBe(404);
    const bad = await scene.ask("POST", "/control/faults", { fault: { kind: "fire" } }, control);
    expect(bad.status).toBe(400);
  });

  it("show pods with their money, the requests, and change the account", async () => {
    const scene = createScene();
    const id = await scene.pod({ env: { A: "1" } });
    await scene.clock.advance(100_000);
    await scene.ask("DELETE", `/v2/pods/${id}`);
    await scene.ask("POST", "/control/balance", { usd: 5 }, control);
    await scene.ask("POST", "/control/stock", { gpu: "NVIDIA RTX A4000", level: "NONE" }, control);
    await scene.ask("POST", "/control/secrets", { name: "s", value: "v" }, control);
    const state = (await scene.ask("GET", "/control/state", undefined, control)).body;
    expect(state).toMatchObject({ balanceUsd: 5, bugs: [], faults: [], volumes: [] });
    expect(state["pods"]).toMatchObject([
      { id, status: "TERMINATED", env: { A: "1" }, usdPerHour: 0.25, billedSeconds: 100, starts: 1 },
    ]);
    expect((await scene.ask("POST", "/v2/pods", podBody)).status).toBe(400);
    const log = (await scene.ask("GET", "/control/requests", undefined, control)).body["requests"] as RequestEntry[];
    expect(log.map((one) => [one.n, one.method, one.status])).toEqual([
      [1, "POST", 201],
      [2, "DELETE", 204],
      [3, "POST", 400],
    ]);
    await scene.ask("DELETE", "/control/requests", undefined, control);
    expect(scene.emulator.core.requests()).toEqual([]);
  });

  it("arm and clear faults, lose hosts and refuse terminations", async () => {
    const scene = createScene();
    const match = { method: "GET", path: "/v2/pods" };
    const fault = { kind: "status", status: 418, phase: "before" };
    const made = await scene.ask("POST", "/control/faults", { match, fault, times: 9 }, control);
    expect([made.status, typeof made.body.id]).toEqual([201, "string"]);
    expect((await scene.ask("GET", "/v2/pods")).status).toBe(418);
    await scene.ask("DELETE", "/control/faults", undefined, control);
    expect((await scene.ask("GET", "/v2/pods")).status).toBe(200);
    const id = await scene.pod();
    await scene.ask("POST", "/control/terminate-refused", { seconds: 30 }, control);
    expect((await scene.ask("DELETE", `/v2/pods/${id}`)).status).toBe(503);
    expect((await scene.ask("POST", `/v2/pods/${id}/action`, { action: "terminate" })).status).toBe(503);
    await scene.clock.advance(30_000);
    await scene.ask("POST", `/control/pods/${id}/lose-host`, undefined, control);
    expect((await scene.ask("GET", `/v2/pods/${id}`)).body.status).toBe("ERROR");
    expect((await scene.ask("DELETE", `/v2/pods/${id}`)).status).toBe(204);
    expect((await scene.ask("POST", `/control/pods/${id}/lose-host`, undefined, control)).status).toBe(404);
    await scene.ask("POST", "/control/random", { seed: 1, rate: 1 }, control);
    const struck = await scene.clock.run(
      scene.emulator.fetch(requestOf(scene.emulator, "GET", "/v2/pods")).catch(() => undefined),
    );
    await struck?.body?.cancel();
    expect(scene.emulator.core.requests().at(-1)?.fault).toBeDefined();
  });
});
