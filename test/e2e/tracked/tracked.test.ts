import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Bed } from "../../support/e2e-bed.ts";
import { type Clone, makeClone } from "../../support/e2e-clone.ts";
import { pythonImage, script, stackOf } from "../../support/e2e-stack.ts";
import { type MlflowServer, startMlflow } from "../../support/mlflow-server.ts";

let mlflow: MlflowServer;
let clone: Clone;
let bed: Bed;
beforeAll(async () => {
  mlflow = await startMlflow();
  clone = await makeClone();
  bed = await Bed.open(clone, "tracked");
});
afterAll(async () => {
  await bed.destroy();
  await bed.close();
  await clone.remove();
  await mlflow.remove();
});

/** Tells a step a second, and leaves a model. */
const trains = script({
  also: [
    "for step in range(1, 13):",
    "    line = json.dumps({'step': step, 'totalSteps': 12, 'loss': 3 / step, 'tokensPerSecond': 50})",
    "    open(os.environ['TRAINYARD_PROGRESS_FILE'], 'a').write(line + chr(10)); time.sleep(1)",
    "os.makedirs(os.path.join(out, 'model')); open(os.path.join(out, 'model', 'weights'), 'w').write('w' * 999)",
  ],
});

/** A program of its own: one job, recorded in a server that it does not make. */
async function program(seed: number, more: object = {}): Promise<void> {
  const image = await pythonImage();
  const text = `
import * as pulumi from "../components/lib/pulumi.ts";
import { TrainingJob } from "../components/training-job/index.ts";
const config = pulumi.allConfig();
const job = new TrainingJob("smoke", {
  image: ${JSON.stringify(image)}, imageTag: "e2e", command: ${JSON.stringify(trains)}, seed: ${seed},
  candidates: [{ gpu: "NVIDIA RTX A4000", cloud: "SECURE" }],
  maxUsd: 0.5, maxUsdPerHour: 0.4, maxDurationMinutes: 10, ...${JSON.stringify(more)},
  mlflow: {
    controlUrl: ${JSON.stringify(mlflow.url)}, username: "yard",
    password: pulumi.secret(config["trainyard:mlflowPassword"] ?? ""),
  },
});
export const { mlflowRunId, status, podIds } = job;
`;
  await writeFile(join(bed.root, "stacks", "index.ts"), text);
}

interface Outputs {
  readonly mlflowRunId: string;
  readonly status: string;
  readonly podIds: readonly string[];
}

async function runInfo(id: string) {
  const answer = (await mlflow.get(`/api/2.0/mlflow/runs/get?run_id=${id}`)) as {
    run: { info: { status: string }; data: { metrics: { key: string; value: number }[] } };
  };
  const metrics = Object.fromEntries(answer.run.data.metrics.map(({ key, value }) => [key, value]));
  return { status: answer.run.info.status, metrics };
}

/** Everything below the home but the passphrase, what the emulated RunPod keeps, and tokens of runs. */
async function kept(): Promise<string> {
  const entries = await readdir(bed.home, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = files.map((file) => readFile(file, "latin1").catch(() => ""));
  return (await Promise.all(texts)).join("\n");
}

it("lands a run in MLflow, changes nothing afterwards, and shows the password nowhere", async () => {
  await program(1);
  await bed.configure(stackOf(await pythonImage(), []));
  await bed.pulumiOk(["config", "set", "--secret", "trainyard:mlflowPassword", mlflow.password]);
  const { exitCode, output } = await bed.up();
  expect([exitCode, output]).toEqual([0, expect.stringContaining("the run succeeded")]);
  const outputs = await bed.outputs<Outputs>();
  const { status, metrics } = await runInfo(outputs.mlflowRunId);
  expect([outputs.status, status, metrics["result.held_out_loss"]]).toEqual(["succeeded", "FINISHED", 1.5]);
  expect(metrics["loss"]).toBeLessThan(3);
  expect(await mlflow.file(outputs.mlflowRunId, "model/weights")).toBe("w".repeat(999));
  await bed.pulumiOk(["refresh", "--yes", "--expect-no-changes"]);
  await bed.pulumiOk(["up", "--yes", "--expect-no-changes"]);
  const preview = await bed.pulumiOk(["preview", "--diff"]);
  for (const text of [output, preview.output, await bed.stateText(), await kept()])
    expect(text).not.toContain(mlflow.password);
});

it("tells a run that MLflow missed by the next up, which starts nothing", async () => {
  await program(2);
  await mlflow.stop();
  const missed = await bed.up();
  expect([missed.exitCode, missed.output]).toEqual([0, expect.stringContaining("the run succeeded")]);
  expect(missed.output).toContain("MLflow could not be asked whether this run has finished before");
  const before = await bed.outputs<Outputs>();
  await mlflow.start();
  const told = await bed.up();
  expect([told.exitCode, told.output]).toEqual([0, expect.stringContaining("1 updated")]);
  const after = await bed.outputs<Outputs>();
  expect(after.podIds).toEqual(before.podIds);
  expect((await runInfo(after.mlflowRunId)).status).toBe("FINISHED");
  await bed.pulumiOk(["up", "--yes", "--expect-no-changes"]);
});

it("takes a finished run over from MLflow when state and run folders are lost", async () => {
  const before = await bed.outputs<Outputs>();
  expect((await bed.destroy()).exitCode).toBe(0);
  await rm(join(bed.home, "runs"), { recursive: true });
  const { exitCode, output } = await bed.up();
  expect([exitCode, output]).toEqual([0, expect.stringContaining("it is taken over, not trained again")]);
  expect(await bed.outputs<Outputs>()).toEqual(before);
  const [folder = ""] = await bed.runFolders("smoke");
  expect(await readFile(join(folder, "artifacts", "model", "weights"), "utf8")).toBe("w".repeat(999));
});

it("tells MLflow a bill that landed after the run by ./yard cost, and the next update changes nothing", async () => {
  await program(3, { billingWaitSeconds: 0 });
  expect((await bed.up()).exitCode).toBe(0);
  const { mlflowRunId } = await bed.outputs<Outputs>();
  expect((await runInfo(mlflowRunId)).metrics).not.toHaveProperty("cost.billed_usd");
  const said = async () => (await bed.yardOk(["cost"])).output;
  await expect.poll(said, { timeout: 300_000, interval: 5000 }).toContain("the records of smoke know its bill");
  const record = (await bed.records("smoke")).at(-1);
  expect((await runInfo(mlflowRunId)).metrics["cost.billed_usd"]).toBeCloseTo(record?.billedUsd ?? 0, 6);
  await bed.pulumiOk(["up", "--yes", "--expect-no-changes"]);
});
