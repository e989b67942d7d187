import { beforeEach, describe, expect, it } from "vitest";
import { timeText } from "../../../components/runpod/run/record.ts";
import { RunFolder } from "../../../components/runpod/run/run-folder.ts";
import type { World } from "../../../components/runpod/run/world.ts";
import type { Tracker } from "../../../components/tracking/tracker.ts";
import type { JobPlan } from "../../../components/training-job/plan.ts";
import { SimulatedMlflow } from "../../support/simulated-mlflow.ts";
import { simulatedTracker } from "../../support/simulated-tracker.ts";
import { createYard, plan, type Yard } from "../../support/simulated-yard.ts";

let yard: Yard;
let mlflow: SimulatedMlflow;
let world: World;
let tracker: Tracker;
beforeEach(async () => {
  yard = await createYard();
  mlflow = new SimulatedMlflow(yard.clock);
  world = yard.controller().world;
  tracker = simulatedTracker(yard, mlflow);
});

/** A run that has succeeded, as its folder tells it. */
async function finished(job: JobPlan, metrics: Readonly<Record<string, unknown>>): Promise<RunFolder> {
  const folder = await RunFolder.make(world, job, 1, "token");
  const now = timeText(yard.clock.now());
  const ends = { startedAt: now, finishedAt: now, terminatedAt: now, provedGoneAt: now, fetchedAt: now };
  const pod = { podIds: ["pod1"], createSentAt: now, createdAt: now };
  await folder.save({ status: "succeeded", reason: "exit", exitCode: 0, metrics, ...pod, ...ends });
  return folder;
}

async function beat(folder: RunFolder, progress: Readonly<Record<string, unknown>>): Promise<void> {
  const ts = timeText(yard.clock.now());
  const line = { kind: "heartbeat", seq: 1, ts, uptimeSeconds: 1, phase: "run", progress };
  await world.runs.append(`${folder.path}/container.log`, `${ts} TRAINYARD ${JSON.stringify(line)}\n`);
}

const told = async (job: JobPlan) => (await yard.clock.run(tracker.tell(job, world))).tracked;
const metric = (key: string) => mlflow.runs[0]?.metrics.find((one) => one.key === key)?.value;

describe("what MLflow would not take as it is", () => {
  it("a long text that would be cut inside of a character: all parameters after it arrive too", async () => {
    const prompt = `${"x".repeat(5996)}${"🙂".repeat(20)}`;
    const job = plan(yard, { recipe: { name: "tiny", prompt, zeal: 1 } });
    await finished(job, {});
    expect(await told(job)).toBe("complete");
    const params = mlflow.runs[0]?.params;
    expect([params?.get("recipe.prompt")?.length, params?.get("recipe.zeal"), params?.get("config_hash")]).toEqual([
      ...[6000, "1", job.hash],
    ]);
  });

  it("names of files: they are stored all the same, and come back under their own names", async () => {
    const job = plan(yard);
    const { path } = await finished(job, {});
    const files = ["samples/take #1.wav", "samples/a?b 100%25;.txt", "ខ្មែរ.txt"].map(
      (name) => `${path}/artifacts/${name}`,
    );
    for (const file of files) await world.runs.write(file, file);
    expect(await told(job), yard.lines.join("\n")).toBe("complete");
    yard.disk.clear();
    await yard.clock.run(tracker.begin(job, world));
    expect(await Promise.all(files.map((file) => world.runs.read(file)))).toEqual(files);
  });

  it("steps of a result that are no whole number: the results arrive at step 0", async () => {
    const job = plan(yard);
    await finished(job, { steps: 12.5, heldOutLoss: 3 });
    expect(await told(job)).toBe("complete");
    expect(["result.steps", "result.held_out_loss"].map(metric)).toEqual([12.5, 3]);
  });

  it("names of metrics and parameters: they are told under the nearest name that it takes", async () => {
    const mounts = { "/data/": "corpus", "..": "above", "a//b": "twice" };
    const job = plan(yard, { recipe: { name: "tiny", mounts } });
    const folder = await finished(job, { steps: 7, "eval/": 1, "../up": 2, ".": { "/x": 3 } });
    await beat(folder, { step: 1, "/loss": 5, "train//acc": 6, "eval/": 7, "..": 8, "": 9, ".hidden": 10 });
    expect(await told(job), yard.lines.join("\n")).toBe("complete");
    expect(mlflow.runs[0]?.status).toBe("FINISHED");
    expect(["loss", "train/acc", "eval", "__", "_", ".hidden"].map(metric)).toEqual([5, 6, 7, 8, 9, 10]);
    expect(["result.eval", "result.../up", "result.../x"].map(metric)).toEqual([1, 2, 3]);
    expect(Object.fromEntries(mlflow.runs[0]?.params ?? [])).toMatchObject({
      ...{ "recipe.mounts./data": "corpus", "recipe.mounts...": "above", "recipe.mounts.a/b": "twice" },
    });
  });
});
