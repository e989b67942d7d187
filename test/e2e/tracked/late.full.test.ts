import { afterAll, beforeAll, expect, it } from "vitest";
import { TrackedStack } from "../../support/e2e-tracked.ts";

// What MLflow is told late. In every run, by its client and a real MLflow: test/components/tracking/mlflow.container.test.ts.
let tracked: TrackedStack;
beforeAll(async () => {
  tracked = await TrackedStack.open("late");
});
afterAll(() => tracked.close());

it("tells a run that MLflow missed by the next up, which starts nothing", async () => {
  const { bed, mlflow } = tracked;
  await mlflow.stop();
  const missed = await bed.up();
  expect([missed.exitCode, missed.output]).toEqual([0, expect.stringContaining("the run succeeded")]);
  expect(missed.output).toContain("MLflow could not be asked whether this run has finished before");
  const before = await tracked.outputs();
  await mlflow.start();
  const told = await bed.up();
  expect([told.exitCode, told.output]).toEqual([0, expect.stringContaining("1 updated")]);
  const after = await tracked.outputs();
  expect(after.podIds).toEqual(before.podIds);
  expect((await tracked.runInfo(after.mlflowRunId)).status).toBe("FINISHED");
  await bed.pulumiOk(["up", "--yes", "--expect-no-changes"]);
});

it("tells MLflow a bill that landed after the run by ./yard cost, and the next update changes nothing", async () => {
  const { bed } = tracked;
  await tracked.program(2, { billingWaitSeconds: 0 });
  expect((await bed.up()).exitCode).toBe(0);
  const { mlflowRunId } = await tracked.outputs();
  expect((await tracked.runInfo(mlflowRunId)).metrics).not.toHaveProperty("cost.billed_usd");
  let said = "";
  const billed = async () => {
    said += (await bed.yardOk(["cost"])).output; // of the first run too, whose bill may have landed before
    return (await bed.records("smoke")).at(-1)?.billedUsd ?? 0;
  };
  await expect.poll(billed, { timeout: 300_000, interval: 5000 }).toBeGreaterThan(0);
  expect(said).toContain("the records of smoke know its bill");
  const { metrics } = await tracked.runInfo(mlflowRunId);
  expect(metrics["cost.billed_usd"]).toBeCloseTo((await bed.records("smoke")).at(-1)?.billedUsd ?? 0, 6);
  await bed.pulumiOk(["up", "--yes", "--expect-no-changes"]);
});
