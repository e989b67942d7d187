import { expect, it } from "vitest";
import { runJob } from "../../../../components/runpod/run/run-job.ts";
import { createYard, plan } from "../../../support/simulated-yard.ts";

it("tells a person without a network soon, where nothing was ever started", async () => {
  const yard = await createYard();
  const fault = { kind: "drop", phase: "before" } as const;
  yard.emulator.core.addFault({ match: { method: "*", path: "/v2/**" }, times: 1000, fault });
  const startMs = yard.clock.now();
  await expect(yard.clock.run(runJob(plan(yard), yard.controller().world))).rejects.toThrow(
    "RunPod could not be reached",
  );
  expect(yard.clock.now() - startMs).toBeLessThan(120_000);
  expect(yard.emulator.core.pods()).toEqual([]);
});
