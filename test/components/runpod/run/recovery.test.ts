import { expect, it } from "vitest";
import { endJob } from "../../../../components/runpod/run/end-job.ts";
import { observeJob } from "../../../../components/runpod/run/observe-job.ts";
import { DetachedError, JobError, type JobErrorKind } from "../../../../components/runpod/run/outcome.ts";
import { runJob } from "../../../../components/runpod/run/run-job.ts";
import type { JobPlan } from "../../../../components/training-job/plan.ts";
import type { Fault } from "../../../../local/runpod/index.ts";
import { createYard, plan, type Wishes, type Yard, type YardOptions } from "../../../support/simulated-yard.ts";

const create = { method: "POST", path: "/v2/pods" };

function run(yard: Yard, change: Partial<JobPlan> = {}, wishes: Wishes = {}) {
  return yard.clock.run(runJob(plan(yard, change), yard.controller(wishes).world));
}

async function failure(promise: Promise<unknown>): Promise<JobError> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof JobError)) throw new Error(`expected a JobError, got ${String(error)}`);
  return error;
}

async function yardWith(fault: Fault, times = 1, options: YardOptions = {}): Promise<Yard> {
  const yard = await createYard(options);
  yard.emulator.core.addFault({ match: create, times, fault });
  return yard;
}

const posts = (yard: Yard) =>
  yard.emulator.core.requests().filter((one) => one.method === "POST" && one.path === "/v2/pods").length;
const gpus = (yard: Yard) => yard.emulator.core.pods().map((pod) => pod.gpu?.id);
const alive = (yard: Yard) => yard.emulator.core.pods().filter((pod) => pod.status !== "TERMINATED");

it.each<[string, Fault]>([
  ["500 after its effect", { kind: "status", status: 500, phase: "after" }],
  ["a connection lost after its effect", { kind: "drop", phase: "after" }],
  ["an answer that is too late", { kind: "delay", seconds: 40, phase: "after" }],
])("adopts the pod of a create that got %s", async (_, fault) => {
  const yard = await yardWith(fault);
  expect((await run(yard)).status).toBe("succeeded");
  expect([posts(yard), yard.emulator.core.pods().length]).toEqual([1, 1]);
});

it("finds the pod of a lost answer although lists lag behind", async () => {
  const yard = await yardWith({ kind: "drop", phase: "after" });
  yard.emulator.core.addFault({ match: create, fault: { kind: "list-lag", seconds: 45 } });
  expect((await run(yard)).status).toBe("succeeded");
  expect(posts(yard)).toBe(1);
});

it("sends a create again only after a minute of lists without the pod", async () => {
  const yard = await yardWith({ kind: "drop", phase: "before" });
  await run(yard);
  const [first, second] = yard.emulator.core
    .requests()
    .filter((one) => one.path === "/v2/pods" && one.method === "POST");
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(60_000);
});

it("takes the next candidate where there is no capacity", async () => {
  const yard = await yardWith({ kind: "capacity" });
  expect((await run(yard)).gpu).toBe("NVIDIA RTX A5000");
});

it("calls it a bug of the request when every candidate is refused by a rule, and shows all details", async () => {
  const yard = await yardWith({ kind: "rule", detail: "disk must be smaller" }, 9);
  const error = await failure(run(yard));
  expect([error.kind, posts(yard)]).toEqual(["no-candidate", 2]);
  expect(error.message).toMatch(/A4000 SECURE EU-RO-1: disk must be smaller \| .*A5000.*: disk must be smaller/);
});

it.each<[number, JobErrorKind, number]>([
  [402, "no-candidate", 1],
  [422, "no-candidate", 1],
  [403, "no-candidate", 2],
])("ends after a %i without a pod", async (status, kind, sent) => {
  const yard = await yardWith({ kind: "status", status, phase: "before" }, 9);
  expect((await failure(run(yard))).kind).toBe(kind);
  expect([posts(yard), alive(yard).length]).toEqual([sent, 0]);
});

it("goes round the candidates until the provisioning time-out is over", async () => {
  const yard = await yardWith({ kind: "capacity" }, 1000);
  const error = await failure(run(yard));
  expect(error.message).toContain("the provisioning time-out is over");
  expect(posts(yard)).toBeLessThan(30);
});

it("ends a pod that costs more than allowed at once, and takes the next candidate", async () => {
  const yard = await createYard({ settings: { prices: { "NVIDIA RTX A4000": { secure: 0.9 } } } });
  expect((await run(yard)).gpu).toBe("NVIDIA RTX A5000");
  const [dear] = yard.emulator.core.pods();
  expect((dear?.terminatedAt ?? 0) - (dear?.createdAt ?? 0)).toBeLessThan(10_000);
});

it("ends a pod that does not become ready in time, and takes the next candidate", async () => {
  const yard = await yardWith({ kind: "never-ready" });
  expect((await run(yard)).gpu).toBe("NVIDIA RTX A5000");
  expect(gpus(yard)).toEqual(["NVIDIA RTX A4000", "NVIDIA RTX A5000"]);
});

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

it("says what is wrong with an image that cannot be pulled, without waiting for the time-out", async () => {
  const text = "error pulling image: manifest for example/trainer:1 not found: manifest unknown";
  const yard = await createYard({ script: { pullError: text } });
  const error = await failure(run(yard));
  expect([error.kind, error.complaint.what]).toEqual(["failed", "the image cannot be pulled"]);
  expect(error.complaint.why).toContain("manifest unknown");
  expect(posts(yard)).toBe(1);
});

it("reports a command that failed, and makes the next attempt in the next call", async () => {
  const yard = await createYard({ script: { exitCode: (attempt) => (attempt === 1 ? 3 : 0) } });
  const error = await failure(run(yard));
  expect([error.kind, error.outcome?.exitCode, alive(yard).length]).toEqual(["failed", 3, 0]);
  expect((await run(yard)).name).toBe("shop-dev-smoke-0badcafe-a2");
});

it("keeps a failed pod for a look inside, but not for longer", async () => {
  const yard = await createYard({ script: { exitCode: () => 1 } });
  await failure(run(yard, { keepOnFailureSeconds: 300 }));
  const [pod] = yard.emulator.core.pods();
  const seconds = ((pod?.terminatedAt ?? 0) - (pod?.createdAt ?? 0)) / 1000;
  expect(seconds).toBeGreaterThan(350);
  expect(seconds).toBeLessThan(400);
});

it("holds the total cap over several calls", async () => {
  const yard = await createYard({ script: { exitCode: () => 1, trainSeconds: 200 } });
  const kinds: string[] = [];
  for (let n = 0; n < 14; n++) kinds.push((await failure(run(yard, { maxUsd: 0.15, checkpointSeconds: 9999 }))).kind);
  expect(kinds.at(-1)).toBe("over-budget");
  const usd = yard.emulator.core.pods().reduce((sum, pod) => sum + yard.emulator.core.billed(pod.id).usd, 0);
  expect(usd).toBeLessThanOrEqual(0.15);
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

it("refuses to create beside a pod of its name that somebody else owns", async () => {
  const yard = await createYard({ script: { trainSeconds: 3000 } });
  await run(yard, { wait: "started" }, { owner: "somebody-else" });
  yard.disk.clear();
  const error = await failure(run(yard));
  expect([error.kind, posts(yard)]).toEqual(["refused", 1]);
  expect(await yard.clock.run(endJob(plan(yard), yard.controller().world))).toEqual({ endedPodIds: [] });
});

it("refuses what the balance does not pay for, before anything is created", async () => {
  const yard = await createYard({ settings: { balanceUsd: 0.1 } });
  const error = await failure(run(yard));
  expect([error.kind, posts(yard)]).toEqual(["refused", 0]);
  expect(error.message).toContain("add credit");
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

it("goes on ending a pod while RunPod refuses to", async () => {
  const yard = await createYard();
  yard.emulator.core.refuseTermination(900);
  expect((await run(yard)).status).toBe("succeeded");
  expect(alive(yard)).toEqual([]);
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

it.each([true, false])(
  "holds the cap in the pod itself when every controller is dead (volume: %s)",
  async (withVolume) => {
    const settings = { prices: { "NVIDIA RTX A4000": { secure: 0.5 } } };
    const yard = await createYard({ settings, script: { trainSeconds: 100_000 } });
    const change = { maxUsd: 0.1, ...(withVolume ? {} : { volume: null }) };
    const controller = yard.controller({ withVolume });
    const running = runJob(plan(yard, change), controller.world).catch(() => undefined);
    await yard.clock.advance(30_000);
    controller.stop();
    await running;
    await yard.clock.advance(3 * 3_600_000);
    const [pod] = yard.emulator.core.pods();
    expect(pod?.status).toBe("TERMINATED");
    const { usd } = yard.emulator.core.billed(pod?.id ?? "");
    expect(usd).toBeLessThanOrEqual(0.1);
    expect(usd).toBeGreaterThan(0.07);
  },
);
