import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { TrackedStack } from "../../support/e2e-tracked.ts";

let tracked: TrackedStack;
beforeAll(async () => {
  tracked = await TrackedStack.open("tracked");
});
afterAll(() => tracked.close());

/** Everything below the home but the passphrase, what the emulated RunPod keeps, and tokens of runs. */
async function kept(): Promise<string> {
  const { home } = tracked.bed;
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = files.map((file) => readFile(file, "latin1").catch(() => ""));
  return (await Promise.all(texts)).join("\n");
}

it("lands a run in MLflow, changes nothing afterwards, and shows the password nowhere", async () => {
  const { bed, mlflow } = tracked;
  const { exitCode, output } = await bed.up();
  expect([exitCode, output]).toEqual([0, expect.stringContaining("the run succeeded")]);
  const outputs = await tracked.outputs();
  const { status, metrics } = await tracked.runInfo(outputs.mlflowRunId);
  expect([outputs.status, status, metrics["result.held_out_loss"]]).toEqual(["succeeded", "FINISHED", 1.5]);
  expect(metrics["loss"]).toBeLessThan(3);
  expect(await mlflow.file(outputs.mlflowRunId, "model/weights")).toBe("w".repeat(999));
  await bed.pulumiOk(["refresh", "--yes", "--expect-no-changes"]);
  await bed.pulumiOk(["up", "--yes", "--expect-no-changes"]);
  const preview = await bed.pulumiOk(["preview", "--diff"]);
  for (const text of [output, preview.output, await bed.stateText(), await kept()])
    expect(text).not.toContain(mlflow.password);
});

it("takes a finished run over from MLflow when state and run folders are lost", async () => {
  const { bed } = tracked;
  const before = await tracked.outputs();
  expect((await bed.destroy()).exitCode).toBe(0);
  await rm(join(bed.home, "runs"), { recursive: true });
  const { exitCode, output } = await bed.up();
  expect([exitCode, output]).toEqual([0, expect.stringContaining("it is taken over, not trained again")]);
  expect(await tracked.outputs()).toEqual(before);
  const [folder = ""] = await bed.runFolders("smoke");
  expect(await readFile(join(folder, "artifacts", "model", "weights"), "utf8")).toBe("w".repeat(999));
});
