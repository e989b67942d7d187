import { expect, it } from "vitest";
import { endJob } from "../../../../components/runpod/run/end-job.ts";
import { runJob } from "../../../../components/runpod/run/run-job.ts";
import { createYard, plan } from "../../../support/simulated-yard.ts";

it("runs a job to its end, fetches its results, proves the pod gone and reads the bill", async () => {
  const yard = await createYard();
  const { world } = yard.controller();
  const outcome = await yard.clock.run(runJob(plan(yard), world)).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${yard.lines.join("\n")}`);
  });
  expect(outcome).toMatchObject({ status: "succeeded", exitCode: 0, attempts: 1, gpu: "NVIDIA RTX A4000" });
  expect(outcome.metrics).toEqual({ steps: 60, heldOutLoss: 0.5 });
  expect(yard.emulator.core.pods().map((pod) => pod.status)).toEqual(["TERMINATED"]);
  expect(outcome.billedUsd).toBeCloseTo(yard.emulator.core.billed(outcome.podId ?? "").usd, 6);
  expect(outcome.spentUsd).toBeGreaterThanOrEqual(outcome.billedUsd ?? 1);
  expect(yard.emulator.core.bugs()).toEqual([]);
  expect(yard.runner.finishes).toHaveLength(1);
});

it("leaves nothing for a second call to do", async () => {
  const yard = await createYard();
  const first = await yard.clock.run(runJob(plan(yard), yard.controller().world));
  const again = await yard.clock.run(runJob(plan(yard), yard.controller().world));
  expect(again).toEqual(first);
  expect(yard.emulator.core.pods()).toHaveLength(1);
  expect(await yard.clock.run(endJob(plan(yard), yard.controller().world))).toEqual({ endedPodIds: [] });
});

it("does without a volume: the results come through the pod's own port", async () => {
  const yard = await createYard();
  const { world } = yard.controller({ withVolume: false });
  const outcome = await yard.clock.run(runJob(plan(yard, { volume: null }), world));
  expect(outcome.status).toBe("succeeded");
  expect(outcome.metrics).toEqual({ steps: 60, heldOutLoss: 0.5 });
  expect([...yard.disk.keys()].filter((path) => path.includes("/artifacts/"))).toHaveLength(2);
});

it("keeps the volume's copy of the log where RunPod's was never to be read", async () => {
  const yard = await createYard({ script: { trainSeconds: 5 } });
  const fault = { kind: "status", status: 404, phase: "before" } as const;
  yard.emulator.core.addFault({ match: { method: "GET", path: "/v2/pods/*/logs" }, times: 1000, fault });
  const { run } = plan(yard);
  yard.volume.set(`runs/${run}/a1/container.log`, "from the volume\n");
  const outcome = await yard.clock.run(runJob(plan(yard), yard.controller().world));
  expect(yard.disk.get(outcome.logsPath)).toBe("from the volume\n");
});

it("asks a pod for no results whose image could not be pulled", async () => {
  const yard = await createYard({ script: { pullError: "manifest unknown" } });
  const { world } = yard.controller({ withVolume: false });
  const startMs = yard.clock.now();
  await expect(yard.clock.run(runJob(plan(yard, { volume: null }), world))).rejects.toThrow("cannot be pulled");
  expect(yard.clock.now() - startMs).toBeLessThan(90_000);
});
