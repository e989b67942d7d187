import { expect, it } from "vitest";
import { endJob } from "../../../../components/runpod/run/end-job.ts";
import { observeJob } from "../../../../components/runpod/run/observe-job.ts";
import { DetachedError } from "../../../../components/runpod/run/outcome.ts";
import { runJob } from "../../../../components/runpod/run/run-job.ts";
import type { Fault } from "../../../../local/runpod/index.ts";
import { createYard, plan, type Wishes } from "../../../support/simulated-yard.ts";
import { alive, create, dieInCreate, failure, posts, run, yardWith } from "../../../support/yard-calls.ts";

it("goes on from the last checkpoint when the host is lost", async () => {
  const yard = await yardWith({ kind: "host-loss", afterSeconds: 50 });
  const began = yard.clock.now();
  const outcome = await run(yard, { billingWaitSeconds: 0 });
  expect([outcome.status, outcome.attempts, yard.runner.commandStarts.length]).toEqual(["succeeded", 2, 2]);
  expect(yard.clock.now() - began).toBeLessThan(150_000);
});

it("gives up after the allowed number of attempts", async () => {
  const yard = await yardWith({ kind: "host-loss", afterSeconds: 15 }, 9);
  const error = await failure(run(yard, { attempts: 2 }));
  expect([error.kind, error.outcome?.attempts, alive(yard).length]).toEqual(["interrupted", 2, 0]);
});

it("reports a command that failed, and makes the next attempt in the next call", async () => {
  const yard = await createYard({ script: { exitCode: (attempt) => (attempt === 1 ? 3 : 0) } });
  const error = await failure(run(yard));
  expect([error.kind, error.outcome?.exitCode, alive(yard).length]).toEqual(["failed", 3, 0]);
  expect((await run(yard)).name).toBe("shop-dev-smoke-0badcafe-a2");
});

it("leaves the run to itself on request, and adopts it in the next call", async () => {
  const yard = await createYard({ script: { trainSeconds: 300 } });
  const start = yard.clock.now();
  const error = await run(yard, {}, { detach: () => yard.clock.now() - start > 60_000 }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(DetachedError);
  expect(error).toMatchObject({ outcome: { status: "running", podId: yard.emulator.core.pods()[0]?.id } });
  expect(String(error)).toMatch(/\.\/yard up.*\.\/yard down/);
  expect((await run(yard)).status).toBe("succeeded");
  expect(posts(yard)).toBe(1);
});

it("returns from a started run, which a look later finds alive", async () => {
  const yard = await createYard({ script: { trainSeconds: 300 } });
  const outcome = await run(yard, { wait: "started" });
  expect([outcome.status, alive(yard).length]).toEqual(["running", 1]);
  expect((await yard.clock.run(observeJob(plan(yard), yard.controller().world))).state).toBe("live");
  const ended = await yard.clock.run(endJob(plan(yard), yard.controller().world));
  expect([ended.endedPodIds, alive(yard)]).toEqual([[outcome.podId], []]);
});

it("ends the pod when the disk is full, and says so", async () => {
  const yard = await createYard();
  const start = yard.clock.now();
  const error = await failure(run(yard, {}, { full: () => yard.clock.now() - start > 20_000 }));
  expect([error.kind, error.complaint.what]).toEqual(["local", "the disk of this machine is full"]);
  expect(alive(yard)).toEqual([]);
});

it.each<[string, Fault]>([
  ["does not show yet", { kind: "not-found-lag", seconds: 30 }],
  ["never told of", { kind: "drop", phase: "after" }],
])("ends a pod that RunPod %s when the disk fills up at its creation", async (_, fault) => {
  const yard = await yardWith(fault);
  yard.emulator.core.addFault({ match: create, fault: { kind: "list-lag", seconds: 30 } });
  const error = await failure(run(yard, {}, { full: () => posts(yard) > 0 }));
  expect([error.kind, error.complaint.what]).toEqual(["local", "the disk of this machine is full"]);
  expect([yard.emulator.core.pods().length, alive(yard)]).toEqual([1, []]);
});

it("takes a finished run over from the volume when the run folder is lost", async () => {
  const yard = await createYard();
  await run(yard);
  yard.disk.clear();
  const outcome = await run(yard);
  expect([outcome.status, posts(yard), outcome.metrics?.["heldOutLoss"]]).toEqual(["succeeded", 1, 0.5]);
});

it("refuses to start again what may have finished unseen, until it is forced", async () => {
  const yard = await createYard();
  const job = { volume: null, billingWaitSeconds: 0 } as const;
  await run(yard, { ...job, wait: "started" }, { withVolume: false });
  await yard.clock.advance(3_600_000);
  const error = await failure(run(yard, job, { withVolume: false }));
  expect(error.message).toContain("TRAINYARD_FORCE_NEW_RUN=smoke");
  expect((await run(yard, job, { withVolume: false, forced: true })).attempts).toBe(2);
});

it("keeps every log line once although each stream is cut", async () => {
  const yard = await yardWith({ kind: "log-cut", afterLines: 3 });
  const outcome = await run(yard);
  const log = (yard.disk.get(outcome.logsPath) ?? "").trim().split("\n");
  const beats = log.flatMap((line) => /"seq":(\d+)/.exec(line)?.[1] ?? []).map(Number);
  expect(beats.length).toBeGreaterThan(10);
  expect(beats).toEqual(beats.map((_, at) => at + 1));
});

it("takes the lease of a dead process, and respects that of a live one", async () => {
  const yard = await createYard({ script: { trainSeconds: 300 } });
  const first = yard.controller();
  const running = runJob(plan(yard), first.world).catch(() => undefined);
  await yard.clock.advance(30_000);
  expect((await failure(run(yard))).message).toContain("process 100 on here holds its lease");
  first.stop();
  expect((await run(yard)).status).toBe("succeeded");
  await running;
  expect(yard.lines.join("\n")).toContain("process 100 died and left its lease");
});

it("sees a container that starts again and again, and ends its pod", async () => {
  const yard = await createYard({ script: { exitsAtOnce: true } });
  const error = await failure(run(yard));
  expect([error.kind, error.complaint.what]).toEqual(["failed", "the container starts again and again"]);
  expect(alive(yard)).toEqual([]);
});

it("trusts no status that another token signed", async () => {
  const yard = await createYard({ script: { trainSeconds: 120 } });
  const { world } = yard.controller();
  const running = runJob(plan(yard), world);
  await yard.clock.advance(30_000);
  const body = JSON.stringify({
    name: plan(yard).run + "-a1",
    exitCode: 0,
    reason: "exit",
    startedAt: null,
    finishedAt: null,
  });
  yard.volume.set("runs/shop-dev-smoke-0badcafe/a1/status.json", JSON.stringify({ body, mac: "00".repeat(32) }));
  await yard.clock.advance(40_000);
  expect(alive(yard)).toHaveLength(1);
  expect((await yard.clock.run(running)).metrics).toEqual({ steps: 120, heldOutLoss: 0.5 });
});

it("puts data on the volume once, the manifest last, and sends only what is missing", async () => {
  const yard = await createYard();
  const data = { id: "corpus1", path: "/corpus" };
  for (const name of ["manifest.json", "train.bin", "zz.bin"]) yard.disk.set(`/corpus/${name}`, name);
  yard.volume.set("corpora/corpus1/train.bin", "train.bin");
  expect((await run(yard, { data })).status).toBe("succeeded");
  const keys = [...yard.volume.keys()].filter((key) => key.startsWith("corpora/"));
  expect(keys).toEqual(["corpora/corpus1/train.bin", "corpora/corpus1/zz.bin", "corpora/corpus1/manifest.json"]);
  expect(yard.lines.join("\n")).toContain("uploading 2 data files");
});

it("sends data to a pod without a volume", async () => {
  const yard = await createYard();
  yard.disk.set("/corpus/manifest.json", "{}");
  const data = { id: "corpus1", path: "/corpus" };
  expect((await run(yard, { data, volume: null }, { withVolume: false })).status).toBe("succeeded");
});

it("refuses data that is not here, before a pod is made", async () => {
  const yard = await createYard();
  const error = await failure(run(yard, { data: { id: "corpus1", path: "/nowhere" } }));
  expect([error.kind, posts(yard)]).toEqual(["refused", 0]);
  expect(error.message).toContain("/nowhere is no folder with files in it");
});

it("adopts a running pod after its provisioning time although RunPod does not answer at first", async () => {
  const yard = await createYard({ script: { trainSeconds: 900 } });
  await run(yard, { wait: "started" });
  await yard.clock.advance(400_000);
  const fault = { kind: "status", status: 500, phase: "before" } as const;
  yard.emulator.core.addFault({ match: { method: "GET", path: "/v2/pods/*" }, times: 6, fault });
  expect([(await run(yard)).status, posts(yard)]).toEqual(["succeeded", 1]);
});

it("trains nothing twice when a pod finished while its end was refused and the volume cannot be read", async () => {
  const settings = { prices: { "NVIDIA RTX A4000": { secure: 0.7 } } };
  const yard = await createYard({ settings, script: { trainSeconds: 5 } });
  yard.emulator.core.refuseTermination(58);
  const start = yard.clock.now();
  const blind: Wishes = { volumeFault: () => (yard.clock.now() - start > 1_000 ? "before" : undefined) };
  const error = await failure(run(yard, {}, blind));
  expect([error.kind, error.complaint.what]).toEqual(["refused", "nobody can say whether the run has finished"]);
  expect((await run(yard)).name).toBe("shop-dev-smoke-0badcafe-a1");
  expect(yard.runner.finishes).toHaveLength(1);
});

it("trains nothing twice when a pod without a volume finished unseen, crashed in its handover and hid from lists", async () => {
  const yard = await createYard({ script: { trainSeconds: 5, crashAfterSeconds: 20 } });
  yard.emulator.core.addFault({ match: create, fault: { kind: "list-lag", seconds: 60 } });
  await dieInCreate(yard, { volume: null }, 10_000);
  await yard.clock.advance(85_000);
  const error = await failure(run(yard, { volume: null }, { withVolume: false }));
  expect([error.kind, error.complaint.what]).toEqual([
    "results",
    "the run succeeded, but its results could not be fetched",
  ]);
  expect([yard.runner.finishes.length, posts(yard), alive(yard)]).toEqual([1, 1, []]);
});

it("starts nothing without a candidate, and adopts what runs", async () => {
  const yard = await createYard();
  expect([(await failure(run(yard, { candidates: [] }))).kind, posts(yard)]).toEqual(["no-candidate", 0]);
  await run(yard, { wait: "started" });
  expect([(await run(yard, { candidates: [] })).status, posts(yard)]).toEqual(["succeeded", 1]);
});

it("trains nothing twice where nothing is kept here and the volume cannot be read at first", async () => {
  const yard = await createYard();
  await run(yard);
  yard.disk.clear();
  const start = yard.clock.now();
  const blind: Wishes = {
    volumeFault: (call) => (call === "list" && yard.clock.now() - start < 50_000 ? "before" : undefined),
  };
  const error = await failure(run(yard, {}, blind));
  expect([error.kind, error.complaint.what, posts(yard)]).toEqual([
    "unreachable",
    "the volume cannot be read, so nobody can say whether the run has finished",
    1,
  ]);
  expect([(await run(yard)).status, posts(yard)]).toEqual(["succeeded", 1]);
});
