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
