import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Bed } from "./e2e-bed.ts";
import { type Clone, makeClone } from "./e2e-clone.ts";
import { pythonImage, script, stackOf } from "./e2e-stack.ts";
import { type MlflowServer, startMlflow } from "./mlflow-server.ts";

/** What the program of a tracked stack exports. */
export interface TrackedOutputs {
  readonly mlflowRunId: string;
  readonly status: string;
  readonly podIds: readonly string[];
}

/** Tells a step a second, and leaves a model. */
const trains = script({
  also: [
    "for step in range(1, 13):",
    "    line = json.dumps({'step': step, 'totalSteps': 12, 'loss': 3 / step, 'tokensPerSecond': 50})",
    "    open(os.environ['TRAINYARD_PROGRESS_FILE'], 'a').write(line + chr(10)); time.sleep(1)",
    "os.makedirs(os.path.join(out, 'model')); open(os.path.join(out, 'model', 'weights'), 'w').write('w' * 999)",
  ],
});

/** A stack with one job `smoke` that is recorded in a real MLflow, which the stack does not make. */
export class TrackedStack {
  readonly mlflow: MlflowServer;
  readonly bed: Bed;
  readonly #clone: Clone;

  private constructor(mlflow: MlflowServer, clone: Clone, bed: Bed) {
    this.mlflow = mlflow;
    this.#clone = clone;
    this.bed = bed;
  }

  /** `stack`: 1 to 12 small letters. */
  static async open(stack: string): Promise<TrackedStack> {
    const mlflow = await startMlflow();
    const clone = await makeClone();
    const bed = await Bed.open(clone, stack);
    const tracked = new TrackedStack(mlflow, clone, bed);
    await tracked.program(1);
    await bed.configure(stackOf(await pythonImage(), []));
    await bed.pulumiOk(["config", "set", "--secret", "trainyard:mlflowPassword", mlflow.password]);
    return tracked;
  }

  /** A program of its own; another `seed` is another run. */
  async program(seed: number, more: object = {}): Promise<void> {
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
    controlUrl: ${JSON.stringify(this.mlflow.url)}, username: "yard",
    password: pulumi.secret(config["trainyard:mlflowPassword"] ?? ""),
  },
});
export const { mlflowRunId, status, podIds } = job;
`;
    await writeFile(join(this.bed.root, "stacks", "index.ts"), text);
  }

  outputs(): Promise<TrackedOutputs> {
    return this.bed.outputs<TrackedOutputs>();
  }

  /** What MLflow knows of a run. */
  async runInfo(id: string) {
    const answer = (await this.mlflow.get(`/api/2.0/mlflow/runs/get?run_id=${id}`)) as {
      run: { info: { status: string }; data: { metrics: { key: string; value: number }[] } };
    };
    const metrics = Object.fromEntries(answer.run.data.metrics.map(({ key, value }) => [key, value]));
    return { status: answer.run.info.status, metrics };
  }

  async close(): Promise<void> {
    await this.bed.destroy();
    await this.bed.close();
    await this.#clone.remove();
    await this.mlflow.remove();
  }
}
