import { expect, it } from "vitest";
import { endStray } from "../../../../components/runpod/run/end-stray.ts";
import { runRecordSchema } from "../../../../components/runpod/run/record.ts";
import { runJob } from "../../../../components/runpod/run/run-job.ts";
import type { World } from "../../../../components/runpod/run/world.ts";
import { createYard, plan } from "../../../support/simulated-yard.ts";
import { alive, billedUsd, create, dieInCreate, failure, posts, run, yardWith } from "../../../support/yard-calls.ts";

it("ends a pod that costs more than allowed at once, and takes the next candidate", async () => {
  const yard = await createYard({ settings: { prices: { "NVIDIA RTX A4000": { secure: 0.9 } } } });
  expect((await run(yard)).gpu).toBe("NVIDIA RTX A5000");
  const [dear] = yard.emulator.core.pods();
  expect((dear?.terminatedAt ?? 0) - (dear?.createdAt ?? 0)).toBeLessThan(10_000);
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
  expect(billedUsd(yard)).toBeLessThanOrEqual(0.15);
});

it("refuses what the balance does not pay for, before anything is created", async () => {
  const yard = await createYard({ settings: { balanceUsd: 0.1 } });
  const error = await failure(run(yard));
  expect([error.kind, posts(yard)]).toEqual(["refused", 0]);
  expect(error.message).toContain("add credit");
});

it("goes on ending a pod while RunPod refuses to", async () => {
  const yard = await createYard();
  yard.emulator.core.refuseTermination(900);
  expect((await run(yard)).status).toBe("succeeded");
  expect(alive(yard)).toEqual([]);
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

it("counts what a pod can have cost that came and went while lists lagged behind", async () => {
  const yard = await yardWith({ kind: "drop", phase: "after" }, 1, {
    script: { trainSeconds: 5, crashAfterSeconds: 6 },
  });
  yard.emulator.core.addFault({ match: create, fault: { kind: "list-lag", seconds: 12 } });
  // Without time for a handover the pod ends itself at once, before the lists show it.
  const outcome = await run(yard, { volume: null, handoverSeconds: 0 }, { withVolume: false });
  expect([outcome.status, posts(yard), outcome.podIds.length]).toEqual(["succeeded", 2, 1]);
  expect(outcome.spentUsd).toBeGreaterThanOrEqual(billedUsd(yard));
});

it("counts a pod that nobody ever saw in the call that is forced to train again", async () => {
  const yard = await yardWith({ kind: "list-lag", seconds: 55 }, 1, {
    script: { trainSeconds: 5, crashAfterSeconds: 6 },
  });
  const job = { volume: null, billingWaitSeconds: 0 } as const;
  await dieInCreate(yard, job, 5_000);
  await yard.clock.advance(300_000); // the pod waits for a handover, ends itself and is gone
  const refused = await failure(run(yard, job, { withVolume: false }));
  expect([refused.message, posts(yard)]).toEqual([expect.stringContaining("attempt 1 left no status"), 1]);
  const outcome = await run(yard, job, { withVolume: false, forced: true });
  expect([outcome.status, posts(yard), outcome.attempts]).toEqual(["succeeded", 2, 2]);
  expect(outcome.spentUsd).toBeGreaterThanOrEqual(billedUsd(yard));
});

it("creates no further pod when lost answers may have used the money up", async () => {
  const yard = await yardWith({ kind: "drop", phase: "before" }, 9);
  const error = await failure(run(yard, { maxUsd: 0.06, provisionTimeoutSeconds: 3600 }));
  expect([error.kind, error.outcome?.podIds]).toEqual(["over-budget", []]);
  expect(posts(yard)).toBeLessThan(6);
  expect((await failure(run(yard, { maxUsd: 0.06 }))).complaint.why).toMatch(/\$0\.0[2-6]\d of maxUsd \$0\.060/);
});

it("holds the cap although the pod is dearer than allowed and its controller died at once", async () => {
  const settings = { prices: { "NVIDIA RTX A4000": { secure: 0.7 } } };
  const yard = await createYard({ settings, script: { trainSeconds: 3_000 } });
  const job = { volume: null, maxUsd: 0.06, billingWaitSeconds: 0 } as const;
  await dieInCreate(yard, job, 1_000);
  await yard.clock.advance(3_600_000);
  expect([alive(yard), posts(yard)]).toEqual([[], 1]);
  expect(billedUsd(yard)).toBeLessThanOrEqual(0.06);
});

it("ends a pod dearer than allowed by the answer to its create alone, before anything else is read", async () => {
  const yard = await createYard({ settings: { prices: { "NVIDIA RTX A4000": { secure: 0.9 } } } });
  const lines = () =>
    yard.emulator.core.requests().map((one) => `${one.method} ${one.path.replace(/z?[0-9a-z]{14}/, "*")}`);
  await run(yard);
  const at = lines().indexOf("POST /v2/pods");
  expect(
    lines()
      .slice(at + 1)
      .find((line) => !line.endsWith("/logs")),
  ).toBe("POST /v2/pods/*/action");
});

it("counts all the time of a pod without a supervisor that outlived what it was allowed to cost", async () => {
  const settings = { prices: { "NVIDIA RTX A4000": { secure: 0.5 } } };
  const yard = await yardWith({ kind: "never-ready" }, 1, { settings });
  const job = { volume: null, maxUsd: 0.06, billingWaitSeconds: 0 } as const;
  await dieInCreate(yard, job, 0);
  await yard.clock.advance(549_000);
  const second = yard.controller({ withVolume: false });
  void runJob(plan(yard, job), second.world).catch(() => undefined);
  while (alive(yard).length > 0) await yard.clock.advance(250);
  second.stop();
  await yard.clock.advance(400_000);
  const error = await failure(run(yard, job, { withVolume: false }));
  expect([error.kind, posts(yard)]).toEqual(["over-budget", 1]);
  expect(error.outcome?.spentUsd).toBeGreaterThanOrEqual(billedUsd(yard));
});

it("counts a pod by the highest price that RunPod has shown for it", async () => {
  const yard = await createYard({ script: { trainSeconds: 300, exitCode: () => 1 } });
  const { world } = yard.controller();
  const start = yard.clock.now();
  const getPod: World["service"]["getPod"] = async (id) => {
    const pod = await world.service.getPod(id);
    return yard.clock.now() - start > 200_000 ? { ...pod, cost: 0.003 } : pod;
  };
  const job = plan(yard, { billingWaitSeconds: 0 });
  const error = await failure(yard.clock.run(runJob(job, { ...world, service: { ...world.service, getPod } })));
  expect(error.outcome?.hourlyUsd).toBe(0.25);
  expect(error.outcome?.spentUsd).toBeGreaterThanOrEqual(billedUsd(yard));
});

it("counts a stray pod that is found when its attempt is over", async () => {
  const yard = await createYard({ script: { trainSeconds: 30, exitCode: (attempt) => (attempt === 1 ? 1 : 0) } });
  const { world } = yard.controller();
  const bodies: Parameters<World["service"]["createPod"]>[0][] = [];
  const createPod: World["service"]["createPod"] = (body) => {
    bodies.push(body);
    return world.service.createPod(body);
  };
  await failure(yard.clock.run(runJob(plan(yard), { ...world, service: { ...world.service, createPod } })));
  yard.emulator.core.addFault({ match: create, fault: { kind: "never-ready" } });
  for (const body of bodies) await yard.clock.run(world.service.createPod(body));
  await yard.clock.advance(1_800_000);
  const outcome = await run(yard, { billingWaitSeconds: 0 });
  expect(yard.emulator.core.pods()).toHaveLength(3);
  expect(outcome.spentUsd).toBeGreaterThanOrEqual(billedUsd(yard));
});

it("asks RunPod again for an end that it refused, although the pod's port is silent", async () => {
  const yard = await createYard();
  const { world } = yard.controller({ withVolume: false });
  const podPort: World["podPort"] = (id, token) => {
    const port = world.podPort(id, token);
    return port && { ...port, acknowledge: () => world.clock.sleep(450_000) };
  };
  const fault = { kind: "status", status: 403, phase: "before" } as const;
  yard.emulator.core.addFault({ match: { method: "POST", path: "/v2/pods/*/action" }, fault });
  yard.emulator.core.addFault({ match: { method: "DELETE", path: "/v2/pods/*" }, fault });
  await yard.clock.run(runJob(plan(yard, { volume: null, handoverSeconds: 3_000 }), { ...world, podPort }));
  const [pod] = yard.emulator.core.pods();
  expect(((pod?.terminatedAt ?? 0) - (pod?.createdAt ?? 0)) / 1000).toBeLessThan(130);
});

it("counts a pod whose end is refused for as long as it is there", async () => {
  const yard = await createYard({ script: { exitCode: () => 1 } });
  yard.emulator.core.refuseTermination(100_000);
  const error = await failure(run(yard));
  expect(error.kind).toBe("not-gone");
  expect(error.outcome?.spentUsd).toBeGreaterThanOrEqual(billedUsd(yard));
});

it("ends a running pod within limits that were lowered, and says what it can cost unwatched", async () => {
  const yard = await createYard({ script: { trainSeconds: 3_000 } });
  await run(yard, { wait: "started" });
  await yard.clock.advance(600_000);
  const error = await failure(run(yard, { maxDurationSeconds: 900 }));
  expect([error.kind, posts(yard)]).toEqual(["timed-out", 1]);
  const [pod] = yard.emulator.core.pods();
  expect(((pod?.terminatedAt ?? 0) - (pod?.createdAt ?? 0)) / 1000).toBeLessThan(900 + 165);
  expect(yard.lines.join("\n")).toMatch(/made under higher limits.*can cost \$0\.53\d until then/);
});

it("counts the disk of a pod that is ended from outside its run", async () => {
  const yard = await createYard({ script: { trainSeconds: 3_000 } });
  await run(yard, { wait: "started", diskGb: 2_000, ceilingUsdPerHour: 0.8 });
  await yard.clock.advance(1_800_000);
  const { world } = yard.controller();
  const path = [...yard.disk.keys()].find((one) => one.endsWith("-a1/status.json")) ?? "";
  const kept = () => runRecordSchema.parse(JSON.parse(yard.disk.get(path) ?? ""));
  for (const pod of await yard.clock.run(world.service.listPods())) await yard.clock.run(endStray(pod, kept(), world));
  expect(alive(yard)).toEqual([]);
  expect(kept().spentUsd).toBeGreaterThanOrEqual(billedUsd(yard));
});
