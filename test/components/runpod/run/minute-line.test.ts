import { expect, it } from "vitest";
import { minuteLine } from "../../../../components/runpod/run/minute-line.ts";
import { runJob } from "../../../../components/runpod/run/run-job.ts";
import type { Heartbeat } from "../../../../components/runpod/render/status-line.ts";
import { createYard, plan } from "../../../support/simulated-yard.ts";

const pulls = { failed: 0, why: undefined };
const costs = { elapsedSeconds: 185, spentUsd: 0.0128, capUsd: 0.5 };
const heartbeat = (progress: Heartbeat["progress"]): Heartbeat => ({
  kind: "heartbeat",
  seq: 1,
  ts: "2026-11-01T00:00:00Z",
  uptimeSeconds: 1,
  phase: "run",
  progress,
});

it("says time, phase, step, loss, speed and money", () => {
  const progress = { step: 40, totalSteps: 120, loss: 5.4916, tokensPerSecond: 2114.9, phase: "train" };
  expect(minuteLine({ heartbeat: heartbeat(progress), pulls }, costs)).toBe(
    "3 min, train, step 40/120, loss 5.492, 2115 tokens/s, $0.0128 of at most $0.50",
  );
});

it("leaves out what the command does not tell", () => {
  expect(minuteLine({ heartbeat: heartbeat(null), pulls }, costs)).toBe("3 min, run, $0.0128 of at most $0.50");
  expect(minuteLine({ heartbeat: undefined, pulls }, costs)).toBe(
    "3 min, no sign of the container yet, $0.0128 of at most $0.50",
  );
});

it("says why there is no container yet", () => {
  const why = "dial tcp: lookup registry.example: i/o timeout";
  expect(minuteLine({ heartbeat: undefined, pulls: { failed: 3, why } }, costs)).toBe(
    `3 min, no sign of the container yet, its image could not be pulled (3 x): ${why}, $0.0128 of at most $0.50`,
  );
});

it("comes once a minute while a job runs, and not before the first minute is over", async () => {
  const yard = await createYard({ script: { trainSeconds: 250 } });
  await yard.clock.run(runJob(plan(yard), yard.controller().world));
  const told = yard.lines.filter((line) => / min, .* of at most \$/.test(line));
  const at = told.map((line) => Number(line.split(" ")[0]));
  expect(told.length).toBe(4);
  for (const [index, seconds] of at.entries()) {
    const since = seconds - (at[index - 1] ?? 0);
    expect(since).toBeGreaterThanOrEqual(60);
    expect(since).toBeLessThan(75);
  }
  expect(told.at(-1)).toMatch(/ 4 min, run, step \d+\/\d+, loss [\d.]+, \$0\.\d{4} of at most \$\d/);
});
