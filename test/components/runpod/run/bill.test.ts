import { expect, it } from "vitest";
import { observeJob } from "../../../../components/runpod/run/observe-job.ts";
import { plan, type Yard } from "../../../support/simulated-yard.ts";
import { billedUsd, create, failure, run, yardWith } from "../../../support/yard-calls.ts";

const hourMs = 3_600_000;
const look = async (yard: Yard) =>
  (await yard.clock.run(observeJob(plan(yard), yard.controller().world))).outcome?.billedUsd;

it("does not take a bill that is later than RunPod says for a bill of $0", async () => {
  const yard = await yardWith({ kind: "late-bill", minutes: 300 });
  await run(yard, { billingWaitSeconds: 0 });
  for (const hours of [0.5, 1.5, 2]) {
    await yard.clock.advance(hours * hourMs);
    expect(await look(yard)).toBeNull();
  }
  await yard.clock.advance(2 * hourMs);
  expect(billedUsd(yard)).toBeGreaterThan(0);
  expect(await look(yard)).toBeCloseTo(billedUsd(yard), 6);
});

it("counts a lost run with what it can have cost while there is no bill of it, however late", async () => {
  const yard = await yardWith({ kind: "host-loss", afterSeconds: 60 }, 5, { script: { trainSeconds: 600 } });
  yard.emulator.core.addFault({ match: create, times: 5, fault: { kind: "late-bill", minutes: 3_000 } });
  const before = await failure(run(yard, { billingWaitSeconds: 0 }));
  await yard.clock.advance(3 * hourMs);
  const { outcome } = await yard.clock.run(observeJob(plan(yard), yard.controller().world));
  expect(outcome?.billedUsd).toBeNull();
  expect(outcome?.spentUsd).toBeGreaterThanOrEqual(before.outcome?.spentUsd ?? Infinity);
});

it("takes a pod in which nothing ever ran for one that was never billed, once RunPod has had its time", async () => {
  const yard = await yardWith({ kind: "never-ready" }, 10);
  yard.emulator.core.addFault({ match: create, times: 10, fault: { kind: "late-bill", minutes: 3_000 } });
  await failure(run(yard, { billingWaitSeconds: 0 }));
  await yard.clock.advance(0.5 * hourMs);
  expect(await look(yard)).toBeNull();
  await yard.clock.advance(hourMs);
  expect(await look(yard)).toBe(0);
});
