import { expect, it } from "vitest";
import { runJob } from "../../../../components/runpod/run/run-job.ts";
import { createYard, plan, type Yard } from "../../../support/simulated-yard.ts";

/** Seconds from the order to end the pod to the proof that it is gone, as the run's record has them. */
async function proofSeconds(yard: Yard): Promise<number> {
  await yard.clock.run(runJob(plan(yard), yard.controller().world));
  const file = [...yard.disk.entries()].find(([path]) => path.endsWith("-a1/status.json"));
  const record = JSON.parse(String(file?.[1])) as { terminatedAt: string; provedGoneAt: string };
  return (Date.parse(record.provedGoneAt) - Date.parse(record.terminatedAt)) / 1000;
}

it("proves the end of a young pod at once when RunPod has shown it", async () => {
  const yard = await createYard({ script: { trainSeconds: 5 } });
  expect(await proofSeconds(yard)).toBeLessThan(10);
});

it("takes no 404 for an end while RunPod has never shown the pod", async () => {
  const yard = await createYard({ script: { trainSeconds: 5 } });
  const fault = { kind: "not-found-lag", seconds: 30 } as const;
  yard.emulator.core.addFault({ match: { method: "POST", path: "/v2/pods" }, fault });
  expect(await proofSeconds(yard)).toBeGreaterThan(10);
});
