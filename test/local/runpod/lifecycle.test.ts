import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../../local/runpod/settings.ts";
import { createScene, START } from "./scene.ts";

const HOUR_MS = 3_600_000;

describe("the pod as a state machine", () => {
  it("goes from PROVISIONING with runtime {} over STARTING to RUNNING with runtime null, then uptime", async () => {
    const scene = createScene();
    const id = await scene.pod();
    const seen: unknown[] = [];
    for (let i = 0; i < 8; i++) {
      const { body } = await scene.ask("GET", `/v2/pods/${id}`);
      seen.push([body.status, body.runtime === null ? null : (body.runtime.uptime ?? {})]);
      await scene.clock.advance(500);
    }
    expect(seen).toEqual([
      ["PROVISIONING", {}],
      ["PROVISIONING", {}],
      ["STARTING", null],
      ["STARTING", null],
      ["RUNNING", null],
      ["RUNNING", null],
      ["RUNNING", 1],
      ["RUNNING", 1],
    ]);
    expect(scene.emulator.core.bugs()).toEqual([]);
  });

  it("offers the actions of the status and refuses the others with 409", async () => {
    const scene = createScene();
    const id = await scene.pod();
    await scene.clock.advance(5000);
    const running = await scene.ask("GET", `/v2/pods/${id}`);
    expect(running.body.actions).toEqual(["stop", "restart", "terminate"]);
    const start = await scene.ask("POST", `/v2/pods/${id}/action`, { action: "start" });
    expect(start.status).toBe(409);
    const stopped = await scene.ask("POST", `/v2/pods/${id}/action`, { action: "stop" });
    expect([stopped.status, stopped.body.status, stopped.body.cost]).toEqual([200, "EXITED", 0.25]);
    expect(scene.runner.containers[0]?.stopped).toBe(true);
    const again = await scene.ask("POST", `/v2/pods/${id}/action`, { action: "start" });
    expect(again.body.status).toBe("STARTING");
    await scene.clock.advance(5000);
    expect(scene.runner.containers).toHaveLength(2);
  });

  it("shows a terminated pod for two seconds, then 404, and lists it no more", async () => {
    const scene = createScene();
    const id = await scene.pod();
    const ended = await scene.ask("POST", `/v2/pods/${id}/action`, { action: "terminate" });
    expect(ended.status).toBe(204);
    const list = await scene.ask("GET", "/v2/pods");
    expect(list.body["pods"]).toEqual([]);
    expect((await scene.ask("GET", `/v2/pods/${id}`)).body.status).toBe("TERMINATED");
    await scene.clock.advance(2000);
    const gone = await scene.ask("GET", `/v2/pods/${id}`);
    expect([gone.status, gone.body.detail]).toEqual([404, "pod not found"]);
  });

  it("starts an exited container again for ever while billing goes on", async () => {
    const scene = createScene();
    scene.runner.behave = ({ events }) => {
      events.started();
      void scene.clock.sleep(2000).then(() => events.exited(1));
    };
    const id = await scene.pod();
    await scene.clock.advance(HOUR_MS);
    const { body } = await scene.ask("GET", `/v2/pods/${id}`);
    expect(body.status).toBe("RUNNING");
    expect(body.runtime?.uptime).toBeLessThan(3);
    expect(scene.runner.containers.length).toBeGreaterThan(290);
    expect(scene.emulator.core.billed(id).seconds).toBe(3600);
  });

  it("keeps billing while the image cannot be pulled", async () => {
    const scene = createScene();
    scene.runner.behave = ({ events }) => events.failed("no such image");
    const id = await scene.pod();
    await scene.clock.advance(100_000);
    const { body } = await scene.ask("GET", `/v2/pods/${id}`);
    expect([body.status, body.runtime]).toEqual(["RUNNING", null]);
    expect(scene.runner.containers.length).toBeGreaterThan(2);
    expect(scene.emulator.core.billed(id).seconds).toBe(100);
  });

  it("loses a host: no compute is billed and the pod cannot start there again", async () => {
    const scene = createScene();
    scene.fault("POST", "/v2/pods", { kind: "host-loss", afterSeconds: 60 });
    const id = await scene.pod();
    await scene.clock.advance(HOUR_MS);
    const { body } = await scene.ask("GET", `/v2/pods/${id}`);
    expect([body.status, body.actions]).toEqual(["ERROR", ["start", "terminate"]]);
    expect(scene.emulator.core.billed(id).seconds).toBe(60);
    const start = await scene.ask("POST", `/v2/pods/${id}/action`, { action: "start" });
    expect([start.status, start.body.detail]).toEqual([
      400,
      "There are not enough free GPUs on the host machine to start this pod",
    ]);
  });

  it("injects its own environment over the user's and resolves secrets at each start", async () => {
    const scene = createScene();
    scene.emulator.core.setSecret("hub", "first");
    const env = { TOKEN: "a {{ RUNPOD_SECRET_hub }}", RUNPOD_API_KEY: "mine", OTHER: "{{ RUNPOD_SECRET_none }}" };
    const id = await scene.pod({ env, ports: ["8787/http"] });
    await scene.clock.advance(5000);
    const spec = scene.runner.containers[0]?.spec;
    expect(spec?.env).toMatchObject({ TOKEN: "a first", OTHER: "{{ RUNPOD_SECRET_none }}", RUNPOD_POD_ID: id });
    expect(spec?.env["RUNPOD_API_KEY"]).toMatch(/^rpa_[a-z0-9]{32}$/);
    const shown = await scene.ask("GET", `/v2/pods/${id}`);
    expect(shown.body["env"]).toEqual(env);
    scene.emulator.core.setSecret("hub", "second");
    await scene.ask("POST", `/v2/pods/${id}/action`, { action: "restart" });
    await scene.clock.advance(5000);
    expect(scene.runner.containers[1]?.spec.env["TOKEN"]).toBe("a second");
  });

  it("lets the key of a pod act on that pod alone", async () => {
    const scene = createScene();
    const [one, two] = [await scene.pod(), await scene.pod()];
    await scene.clock.advance(5000);
    const key = scene.runner.containers[0]?.spec.env["RUNPOD_API_KEY"] ?? "";
    const headers = { authorization: `Bearer ${key}` };
    const other = await scene.ask("POST", `/v2/pods/${two}/action`, { action: "terminate" }, headers);
    expect([other.status, other.body.detail]).toEqual([403, "access denied"]);
    expect((await scene.ask("GET", "/v2/pods", undefined, headers)).status).toBe(403);
    const own = await scene.ask("POST", `/v2/pods/${one}/action`, { action: "terminate" }, headers);
    expect(own.status).toBe(204);
    expect(scene.emulator.core.pods().map((pod) => pod.status)).toEqual(["TERMINATED", "RUNNING"]);
  });

  it("resets a running pod when its container changes, not when its name does", async () => {
    const scene = createScene();
    const id = await scene.pod();
    await scene.clock.advance(5000);
    await scene.ask("PATCH", `/v2/pods/${id}`, { name: "other" });
    await scene.clock.advance(5000);
    expect(scene.runner.containers).toHaveLength(1);
    const patched = await scene.ask("PATCH", `/v2/pods/${id}`, { image: "trainer:2" });
    expect([patched.status, patched.body["name"]]).toEqual([200, "other"]);
    await scene.clock.advance(5000);
    expect(scene.runner.containers[1]?.spec.image).toBe("trainer:2");
  });

  it("waits for a container within its grace time, though its successor was given up meanwhile", async () => {
    const scene = createScene();
    const volume = await scene.ask("POST", "/v2/network-volumes", { name: "v", size: 10, dataCenter: "EU-RO-1" });
    const id = await scene.pod({ mounts: { network: [{ volumeId: volume.body.id, path: "/workspace" }] } });
    await scene.clock.advance(5000);
    scene.runner.stopping = scene.clock.sleep(5000);
    await scene.ask("POST", `/v2/pods/${id}/action`, { action: "restart" });
    await scene.clock.advance(2000);
    await scene.ask("DELETE", `/v2/pods/${id}`);
    expect((await scene.ask("DELETE", `/v2/network-volumes/${volume.body.id}`)).status).toBe(204);
    // what still wrote to the volume had ended before its files went
    expect(scene.runner.containers.map((container) => container.stopped)).toEqual([true]);
    expect(scene.clock.now()).toBe(START + 10_000);
  });

  it("asks again for the end of a container that the engine could not stop", async () => {
    const scene = createScene();
    const id = await scene.pod();
    await scene.clock.advance(5000);
    scene.runner.stopping = Promise.reject(new Error("did not receive an exit event"));
    scene.runner.stopping.catch(() => undefined);
    await scene.ask("DELETE", `/v2/pods/${id}`);
    expect(scene.runner.containers[0]?.stopped).toBe(false);
    scene.runner.stopping = Promise.resolve();
    await scene.clock.advance(10_000);
    expect(scene.runner.containers[0]?.stopped).toBe(true);
  });

  it("refuses to stop a locked pod", async () => {
    const scene = createScene();
    const id = await scene.pod();
    await scene.ask("PATCH", `/v2/pods/${id}`, { locked: true });
    expect((await scene.ask("POST", `/v2/pods/${id}/action`, { action: "stop" })).status).toBe(409);
  });
});

describe("money", () => {
  it("bills 7,863 seconds at $0.25/h as $0.546", async () => {
    const scene = createScene({ settings: { diskUsdPerGbMonth: 0 } });
    const id = await scene.pod();
    await scene.clock.advance(7_863_000);
    await scene.ask("DELETE", `/v2/pods/${id}`);
    await scene.clock.advance(HOUR_MS);
    expect(scene.emulator.core.billed(id).usd.toFixed(3)).toBe("0.546");
    const { body } = await scene.ask("GET", `/v2/billing/pods?podId=${id}&bucketSize=hour`);
    const records = body["records"] as { startTime: string; totalAmount: number }[];
    expect(records.map((one) => one.startTime)).toEqual(
      [0, 1, 2].map((h) => new Date(START + h * HOUR_MS).toISOString()),
    );
    expect(records.reduce((sum, one) => sum + one.totalAmount, 0).toFixed(3)).toBe("0.546");
  });

  it("lets a bill land late, and later still where told", async () => {
    const scene = createScene();
    scene.fault("POST", "/v2/pods", { kind: "late-bill", minutes: 30 });
    const late = await scene.pod();
    const normal = await scene.pod();
    const rows = async (id: string) =>
      ((await scene.ask("GET", `/v2/billing/pods?podId=${id}`)).body["records"] as unknown[]).length;
    await scene.clock.advance(defaultSettings.billingLagSeconds * 1000 - 1000);
    expect([await rows(late), await rows(normal)]).toEqual([0, 0]);
    await scene.clock.advance(60_000);
    expect([await rows(late), await rows(normal)]).toEqual([0, 1]);
    await scene.clock.advance(HOUR_MS / 2);
    expect([await rows(late), await rows(normal)]).toEqual([1, 1]);
  });

  it("stops a pod with a network volume and terminates one without at zero balance", async () => {
    const scene = createScene();
    const volume = await scene.ask("POST", "/v2/network-volumes", { name: "v", size: 10, dataCenter: "EU-RO-1" });
    const mounts = { network: [{ volumeId: volume.body.id, path: "/workspace" }] };
    const kept = await scene.pod({ mounts });
    const lost = await scene.pod();
    scene.emulator.core.setBalance(0.5);
    await scene.clock.advance(2 * HOUR_MS);
    const status = (id: string) => scene.emulator.core.pods().find((pod) => pod.id === id)?.status;
    expect([status(kept), status(lost)]).toEqual(["EXITED", "TERMINATED"]);
    expect(Math.abs(scene.emulator.core.balanceUsd())).toBeLessThan(0.01);
    const refused = await scene.ask("POST", "/v2/pods", { name: "x", image: "i", gpu: { id: "NVIDIA RTX A4000" } });
    expect(refused.status).toBe(402);
  });

  it("charges the volume disk of a stopped pod twice and network volumes by the hour", async () => {
    const scene = createScene();
    const id = await scene.pod({ mounts: { persistent: { size: 730, path: "/workspace" } } });
    await scene.ask("POST", `/v2/pods/${id}/action`, { action: "stop" });
    const before = scene.emulator.core.billed(id).usd;
    await scene.clock.advance(HOUR_MS);
    expect(scene.emulator.core.billed(id).usd - before).toBeCloseTo(0.2, 6);
    const made = await scene.ask("POST", "/v2/network-volumes", { name: "v", size: 730, dataCenter: "EU-RO-1" });
    const balance = scene.emulator.core.balanceUsd();
    await scene.clock.advance(HOUR_MS / 2);
    expect(balance - scene.emulator.core.balanceUsd()).toBeCloseTo(0.1, 6);
    await scene.clock.advance(HOUR_MS);
    const { body } = await scene.ask("GET", `/v2/billing/network-volumes?networkVolumeId=${made.body.id}`);
    expect(body["records"]).toMatchObject([
      { networkVolumeId: made.body.id, totalAmount: expect.closeTo(0.07, 6) as number },
    ]);
    const all = await scene.ask("GET", "/v2/billing?bucketSize=month");
    expect(all.body["records"]).toHaveLength(1);
    expect(scene.emulator.core.bugs()).toEqual([]);
  });
});
