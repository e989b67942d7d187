import { runJob } from "../../components/runpod/run/run-job.ts";
import type { JobOutcome } from "../../components/runpod/run/outcome.ts";
import type { World } from "../../components/runpod/run/world.ts";
import type { JobPlan } from "../../components/training-job/plan.ts";
import type { Script } from "./simulated-command.ts";
import { MLFLOW_PASSWORD, type MlflowFault, SimulatedMlflow, type SimulatedRun } from "./simulated-mlflow.ts";
import { simulatedTracker } from "./simulated-tracker.ts";
import { createYard, plan, type Wishes, type Yard } from "./simulated-yard.ts";

/** A simulated yard whose runs are recorded. */
export interface RecordedBed {
  readonly yard: Yard;
  readonly mlflow: SimulatedMlflow;
  readonly job: JobPlan;
  readonly controller: (wishes?: Wishes) => { readonly world: World; readonly stop: () => void };
}

/** What befalls one request to MLflow: a fault of MLflow's, or the death of the controller that sent it. */
export type MlflowStrike = MlflowFault | { readonly kind: "kill"; readonly phase: "before" | "after" };

export async function createRecordedBed(script: Partial<Script> = {}): Promise<RecordedBed> {
  const yard = await createYard({ script });
  const mlflow = new SimulatedMlflow(yard.clock);
  const controller = (wishes?: Wishes) => {
    const made = yard.controller(wishes);
    const fetch = (request: Request) =>
      made.world.signal.aborted ? new Promise<never>(() => undefined) : mlflow.fetch(request);
    return { world: { ...made.world, tracking: simulatedTracker(yard, mlflow, fetch) }, stop: () => made.stop() };
  };
  return { yard, mlflow, job: plan(yard), controller };
}

/** Runs the job with one strike; after a death another controller takes over. Then a later `up` tells what is left. */
export async function playRecorded(strike?: MlflowStrike, at = -1): Promise<RecordedBed & { outcome: JobOutcome }> {
  const bed = await createRecordedBed({ trainSeconds: 45 });
  const { yard, mlflow, job } = bed;
  const first = bed.controller();
  const killed = Promise.withResolvers<"killed">();
  const die = () => {
    first.stop();
    killed.resolve("killed");
  };
  mlflow.fault = (_what, n) => {
    if (n !== at || strike === undefined) return undefined;
    if (strike.kind !== "kill") return strike;
    if (strike.phase === "before") die();
    else queueMicrotask(die);
    return { kind: "drop", phase: strike.phase };
  };
  const run = runJob(job, first.world);
  run.catch(() => undefined);
  const ended = await yard.clock.run(Promise.race([run, killed.promise]));
  const outcome = ended === "killed" ? await yard.clock.run(runJob(job, bed.controller().world)) : ended;
  await yard.clock.advance(120_000);
  const { world } = bed.controller();
  await yard.clock.run(world.tracking?.tell(job, world) ?? Promise.reject(new Error("no tracker")));
  return { ...bed, outcome };
}

/** Everything about a record that is wrong, in words. */
export function wrongRecord({ yard, mlflow, outcome }: RecordedBed & { outcome: JobOutcome }): readonly string[] {
  const active = mlflow.runs.filter((run) => !run.deleted);
  const [run] = active;
  const told = [...yard.lines, ...yard.disk.values(), ...yard.volume.values()];
  const versions = mlflow.models.get("shop-dev-smoke");
  const checks: readonly [boolean, string][] = [
    [outcome.status === "succeeded", `the run is ${outcome.status}`],
    [yard.emulator.core.pods().length === 1, `${yard.emulator.core.pods().length} pods were made`],
    [active.length === 1, `${active.length} runs stand in MLflow`],
    [run?.status === "FINISHED", `MLflow calls it ${run?.status ?? "nothing"}`],
    [sameSteps(run, stepsInLog(yard)), "its steps are not those of the log, each once"],
    [run?.tags.get("trainyard.status") === "succeeded", "its tags are not told"],
    [run?.params.has("config_hash") === true, "its parameters are not told"],
    [mlflow.files.size === 5, `${mlflow.files.size} files are stored`],
    [versions?.versions.length === 1 && versions.alias === "1", "the model has not one version with the alias"],
    [!told.some((text) => text.includes(MLFLOW_PASSWORD)), "the password is shown"],
  ];
  return checks.filter(([holds]) => !holds).map(([, text]) => text);
}

function stepsInLog(yard: Yard): readonly number[] {
  const log = yard.disk.get("/home/runs/smoke/dev-0badcafe-a1/container.log") ?? "";
  const steps = [...log.matchAll(/"step":(\d+)/g)].map((match) => Number(match[1]));
  return [...new Set(steps)].sort((a, b) => a - b);
}

function sameSteps(run: SimulatedRun | undefined, steps: readonly number[]): boolean {
  const told = (run?.metrics ?? []).filter((one) => one.key === "loss").map((one) => one.step);
  return steps.length > 3 && JSON.stringify(told.sort((a, b) => a - b)) === JSON.stringify(steps);
}
