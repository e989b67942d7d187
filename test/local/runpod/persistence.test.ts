import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFileStore } from "../../../local/runpod/index.ts";
import { createSimulatedClock } from "../../support/simulated-clock.ts";
import { createFakeRunner } from "./fake-runner.ts";
import { createScene, START } from "./scene.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "runpod-state-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A world that outlives emulators: the clock and the runner. No `stop` is called, as after kill -9. */
function world() {
  const clock = createSimulatedClock(START);
  const runner = createFakeRunner();
  return { clock, runner, boot: () => createScene({ clock, runner, store: createFileStore(directory) }) };
}

it("keeps pods, money, keys, volumes and logs over kill -9, and adopts what still runs", async () => {
  const { clock, runner, boot } = world();
  const first = boot();
  const volume = await first.ask("POST", "/v2/network-volumes", { name: "v", size: 10, dataCenter: "EU-RO-1" });
  const runs = await first.pod();
  const died = await first.pod();
  await clock.advance(10_000);
  runner.containers[0]?.events.log("container", "still here");
  const { keys } = first.emulator.core;
  first.emulator.core.setBalance(50);
  first.emulator.core.setStock({ gpu: "NVIDIA L4", level: "NONE" });
  first.ask("GET", "/v2/pods").catch(() => undefined);

  runner.adoptable.add(runs);
  const second = boot();
  await clock.advance(20_000);
  expect(second.emulator.core.keys).toEqual(keys);
  expect(second.emulator.core.volume(volume.body.id)?.name).toBe("v");
  expect(second.emulator.core.billed(runs).seconds).toBe(30);
  expect(second.emulator.core.container(runs)).toBeDefined();
  expect(second.emulator.core.pods().map((pod) => [pod.id, pod.status, pod.starts])).toEqual([
    [runs, "RUNNING", 1],
    [died, "RUNNING", 2],
  ]);
  expect((await second.ask("GET", `/v2/pods/${runs}`)).body.runtime?.uptime).toBe(28);
  const lines = await logText(second, runs);
  expect(lines).toContain("still here");
  const made = await second.pod();
  expect([runs, died]).not.toContain(made);
  await second.ask("DELETE", `/v2/pods/${runs}`);
  expect(readdirSync(join(directory, "logs"))).not.toContain(`${runs}.jsonl`);
});

it("ends the container of a terminated pod when it was killed within the grace time", async () => {
  const { clock, runner, boot } = world();
  const first = boot();
  const id = await first.pod();
  await clock.advance(10_000);
  runner.stopping = clock.sleep(5000);
  await first.ask("DELETE", `/v2/pods/${id}`);
  runner.adoptable.add(id);
  runner.stopping = Promise.resolve();
  boot();
  await clock.advance(0);
  expect(runner.containers.map((container) => container.stopped)).toEqual([false, true]);
});

it("writes what it has answered, readable by its owner only", async () => {
  const { boot } = world();
  const id = await boot().pod();
  expect(createFileStore(directory).load()).toContain(id);
  expect(statSync(join(directory, "state.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(directory).filter((name) => name.endsWith(".tmp"))).toEqual([]);
});

it("goes on with a pod that was being provisioned, and notices a balance used up meanwhile", async () => {
  const { clock, boot } = world();
  const first = boot();
  const id = await first.pod();
  await first.emulator.stop();
  const second = boot();
  await clock.advance(5000);
  expect(second.emulator.core.pod(id)?.status).toBe("RUNNING");
  second.emulator.core.setBalance(0.1);
  await second.emulator.stop();
  await clock.advance(3_600_000);
  const third = boot();
  await clock.advance(2000);
  expect(third.emulator.core.pods().map((pod) => pod.status)).toEqual(["TERMINATED"]);
});

it("keeps a bounded log on disk", async () => {
  const store = createFileStore(directory);
  const scene = createScene({ store, settings: { logLines: 10 } });
  const id = await scene.pod();
  await scene.clock.advance(5000);
  for (let i = 0; i < 1000; i++) scene.runner.containers[0]?.events.log("container", `line ${i}`);
  expect(store.readLog(id).trim().split("\n").length).toBeLessThanOrEqual(30);
  expect(store.readLog(id)).toContain("line 999");
});

it("asks for all lines of a container that had said nothing before the kill", async () => {
  const { clock, runner, boot } = world();
  const id = await boot().pod();
  await clock.advance(10_000);
  runner.adoptable.add(id);
  boot();
  await clock.advance(0);
  expect(runner.adoptedSince.get(id)).toBe(START);
});

it("goes on while the disk is full, and saves all once there is room again", async () => {
  let isFull = false;
  const disk = createFileStore(directory);
  const write = (act: () => void) => {
    if (isFull) throw new Error("ENOSPC: no space left on device, write");
    act();
  };
  const store = {
    ...disk,
    save: (snapshot: string) => write(() => disk.save(snapshot)),
    appendLog: (id: string, lines: string) => write(() => disk.appendLog(id, lines)),
    writeLog: (id: string, lines: string) => write(() => disk.writeLog(id, lines)),
  };
  const scene = createScene({ store });
  isFull = true;
  const id = await scene.pod();
  await scene.clock.advance(10_000);
  scene.runner.containers[0]?.events.log("container", "said on a full disk");
  expect(scene.emulator.core.pod(id)?.status).toBe("RUNNING");
  const why = "Error: ENOSPC: no space left on device, write";
  expect([...scene.emulator.core.bugs()].sort()).toEqual([`log not saved: ${why}`, `state not saved: ${why}`]);
  isFull = false;
  scene.runner.containers[0]?.events.log("container", "said afterwards");
  await scene.emulator.stop();
  expect(disk.load()).toContain(id);
  const lines = disk.readLog(id).trim().split("\n");
  const seqs = lines.map((line) => (JSON.parse(line) as { readonly seq: number }).seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  expect(lines.slice(-2).join()).toMatch(/said on a full disk.*said afterwards/);
});

it("loses no line to the half one that a kill in the middle of a write has left", async () => {
  const { clock, runner, boot } = world();
  const id = await boot().pod();
  await clock.advance(10_000);
  appendFileSync(join(directory, "logs", `${id}.jsonl`), '{"seq":4,"ts":17');
  runner.adoptable.add(id);
  boot();
  await clock.advance(0);
  runner.containers.at(-1)?.events.log("container", "said after the kill");
  const kept = createFileStore(directory).readLog(id).trim().split("\n");
  expect(JSON.parse(kept.at(-1) ?? "")).toMatchObject({ seq: 4, line: "said after the kill" });
});

/** The kept lines as the API gives them. */
async function logText(scene: ReturnType<typeof createScene>, id: string): Promise<string> {
  const request = new Request(`http://runpod.test/v2/pods/${id}/logs`, {
    headers: { authorization: `Bearer ${scene.emulator.core.keys.apiKey}`, "user-agent": "trainyard-test/1" },
  });
  const response = await scene.clock.run(scene.emulator.fetch(request));
  const body: ReadableStream<Uint8Array> = response.body ?? new ReadableStream<Uint8Array>();
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let i = 0; i < 5; i++) text += decoder.decode((await reader.read()).value);
  await reader.cancel();
  return text;
}
