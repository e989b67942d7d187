import { describe, expect, it } from "vitest";
import { runJob } from "../../../components/runpod/run/run-job.ts";
import { endJob } from "../../../components/runpod/run/end-job.ts";
import type { World } from "../../../components/runpod/run/world.ts";
import type { Script } from "../../support/simulated-command.ts";
import { MLFLOW_PASSWORD, SimulatedMlflow, type SimulatedRun } from "../../support/simulated-mlflow.ts";
import { simulatedTracker } from "../../support/simulated-tracker.ts";
import { createYard, plan, type Wishes, type Yard } from "../../support/simulated-yard.ts";

interface Bed {
  readonly yard: Yard;
  readonly mlflow: SimulatedMlflow;
  readonly controller: (wishes?: Wishes) => { readonly world: World; readonly stop: () => void };
}

async function bed(script: Partial<Script> = {}): Promise<Bed> {
  const yard = await createYard({ script });
  const mlflow = new SimulatedMlflow(yard.clock);
  return {
    ...{ yard, mlflow },
    controller: (wishes) => {
      const made = yard.controller(wishes);
      return { world: { ...made.world, tracking: simulatedTracker(yard, mlflow) }, stop: () => made.stop() };
    },
  };
}

const points = (run: SimulatedRun | undefined, key: string) =>
  (run?.metrics ?? []).filter((one) => one.key === key).sort((a, b) => a.step - b.step);
const value = (run: SimulatedRun | undefined, key: string) => points(run, key).at(-1)?.value;
const steps = (run: SimulatedRun | undefined) => points(run, "loss").map((one) => one.step);

/** Seconds after the start at which requests are lost. */
function awayBetween({ yard, mlflow }: Bed, fromSeconds: number, toSeconds: number): void {
  const start = yard.clock.now();
  const isAway = () => {
    const seconds = (yard.clock.now() - start) / 1000;
    return seconds >= fromSeconds && seconds < toSeconds;
  };
  mlflow.fault = () => (isAway() ? { kind: "drop", phase: "before" } : undefined);
}

describe("a run with a link to MLflow", () => {
  it("is there before the pod, and lands whole", async () => {
    const here = await bed({ trainSeconds: 60 });
    const { yard, mlflow } = here;
    const firstPod: number[] = [];
    mlflow.fault = () => {
      firstPod.push(yard.emulator.core.pods().length);
      return undefined;
    };
    const job = plan(yard, { recipe: { name: "tiny", training: { lr: 0.1 } }, image: "example/trainer:1@sha256:feed" });
    await yard.clock.run(runJob(job, here.controller().world));
    expect(firstPod[mlflow.requests.indexOf("POST runs/create")]).toBe(0);
    expect(mlflow.runs).toHaveLength(1);
    const [run] = mlflow.runs;
    expect(mlflow.experiments).toEqual(["shop/dev"]);
    expect([run?.status, run?.endMs !== undefined]).toEqual(["FINISHED", true]);
    expect(Object.fromEntries(run?.params ?? [])).toMatchObject({
      ...{ "recipe.name": "tiny", "recipe.training.lr": "0.1", seed: "42", config_hash: job.hash },
    });
    expect(Object.fromEntries(run?.tags ?? [])).toMatchObject({
      "trainyard.run": job.run,
      "trainyard.hash": job.hash,
      "trainyard.image_digest": "sha256:feed",
      "trainyard.git_commit": "c0ffee",
      "trainyard.git_dirty": "false",
      "trainyard.gpu": "NVIDIA RTX A4000",
      "trainyard.attempts": "1",
      "trainyard.status": "succeeded",
      "trainyard.pod_ids": yard.emulator.core.pods()[0]?.id,
    });
    expect(steps(run).length).toBeGreaterThan(8);
    expect(points(run, "loss").every((one) => one.value === 1 / one.step)).toBe(true);
    expect([value(run, "cost.planned_usd"), value(run, "cost.cap_usd")]).toEqual([job.worstCaseUsd, job.maxUsd]);
    expect(value(run, "cost.billed_usd")).toBeGreaterThan(0);
    expect(value(run, "cost.gpu_seconds")).toBeGreaterThan(60);
    expect(value(run, "result.held_out_loss")).toBe(0.5);
    const root = `1/${run?.id ?? ""}/artifacts`;
    expect([...mlflow.files.keys()].sort()).toEqual(
      [
        "logs/a1/container.log",
        "logs/a1/system.log",
        "metrics.json",
        "model/weights.safetensors",
        "trainyard/run.json",
      ].map((name) => `${root}/${name}`),
    );
    expect(mlflow.models.get("shop-dev-smoke")).toEqual({
      versions: [{ version: "1", runId: run?.id, source: `mlflow-artifacts:/${root}/model` }],
      alias: "1",
    });
  });

  it("loses nothing while MLflow is away for two minutes", async () => {
    const here = await bed({ trainSeconds: 300 });
    awayBetween(here, 60, 180);
    await here.yard.clock.run(runJob(plan(here.yard), here.controller().world));
    const undisturbed = await bed({ trainSeconds: 300 });
    await undisturbed.yard.clock.run(runJob(plan(undisturbed.yard), undisturbed.controller().world));
    expect(steps(here.mlflow.runs[0])).toEqual(steps(undisturbed.mlflow.runs[0]));
    expect(here.mlflow.runs[0]?.status).toBe("FINISHED");
    expect(here.yard.lines.join("\n")).toContain("MLflow answers again");
  });

  it("goes on without MLflow, and is told to it by a later call without another pod", async () => {
    const here = await bed({ trainSeconds: 60 });
    const { yard, mlflow } = here;
    mlflow.fault = () => ({ kind: "status", status: 503, phase: "before" });
    const job = plan(yard);
    const outcome = await yard.clock.run(runJob(job, here.controller().world));
    expect([outcome.status, mlflow.runs.length]).toEqual(["succeeded", 0]);
    const { world } = here.controller();
    expect(await world.tracking?.told(job, world)).toEqual({ mlflowRunId: null, tracked: "pending" });
    mlflow.fault = () => undefined;
    expect(await yard.clock.run(world.tracking?.tell(job, world) ?? Promise.reject(new Error("no tracker")))).toEqual({
      ...{ mlflowRunId: "run1", tracked: "complete" },
    });
    expect([mlflow.runs[0]?.status, yard.emulator.core.pods().length]).toEqual(["FINISHED", 1]);
    expect(steps(mlflow.runs[0]).length).toBeGreaterThan(8);
    const sent = mlflow.requests.length;
    await yard.clock.run(world.tracking?.tell(job, world) ?? Promise.reject(new Error("no tracker")));
    expect(mlflow.requests.length).toBe(sent);
  });

  it("is taken over from MLflow when run folder and volume are lost, results and all", async () => {
    const here = await bed({ trainSeconds: 60 });
    const { yard, mlflow } = here;
    const job = plan(yard);
    const before = await yard.clock.run(runJob(job, here.controller().world));
    const kept = new Map(yard.disk);
    yard.disk.clear();
    yard.volume.clear();
    const after = await yard.clock.run(runJob(job, here.controller().world));
    expect(after).toEqual({ ...before, billedUsd: after.billedUsd });
    expect([yard.emulator.core.pods().length, yard.runner.finishes.length]).toEqual([1, 1]);
    for (const file of ["artifacts/metrics.json", "artifacts/model/weights.safetensors", "container.log"]) {
      const path = `/home/runs/smoke/dev-0badcafe-a1/${file}`;
      expect(yard.disk.get(path)).toBe(kept.get(path));
    }
    expect([mlflow.runs.length, mlflow.models.get("shop-dev-smoke")?.versions.length]).toEqual([1, 1]);
  });

  it("is not trained again where MLflow knows it as finished but cannot give its results", async () => {
    const here = await bed({ trainSeconds: 60 });
    const { yard, mlflow } = here;
    const job = plan(yard);
    await yard.clock.run(runJob(job, here.controller().world));
    for (const map of [yard.disk, yard.volume, mlflow.files]) map.clear();
    await expect(yard.clock.run(runJob(job, here.controller().world))).rejects.toThrow(
      /MLflow knows this run as finished, but its results could not be fetched/,
    );
    expect([yard.emulator.core.pods().length, mlflow.runs[0]?.status]).toEqual([1, "FINISHED"]);
  });

  it("is not trained again where MLflow calls it finished and keeps its files out of our reach", async () => {
    const here = await bed({ trainSeconds: 60 });
    const { yard, mlflow } = here;
    mlflow.store = "s3://bucket";
    const job = plan(yard);
    const { world } = here.controller();
    await yard.clock.run(world.tracking?.begin(job, world) ?? Promise.reject(new Error("no tracker")));
    for (const run of mlflow.runs) run.status = "FINISHED";
    await expect(yard.clock.run(runJob(job, here.controller().world))).rejects.toThrow(
      /MLflow knows this run as finished, but its results could not be fetched.*outside of MLflow/s,
    );
    expect(yard.emulator.core.pods()).toEqual([]);
  });

  it("keeps one record over its attempts, with each step once", async () => {
    const here = await bed({ trainSeconds: 100, exitCode: (attempt) => (attempt === 1 ? 1 : 0) });
    const { yard, mlflow } = here;
    const job = plan(yard);
    await expect(yard.clock.run(runJob(job, here.controller().world))).rejects.toThrow("the command failed");
    expect(mlflow.runs.map((run) => run.status)).toEqual(["FAILED"]);
    await yard.clock.run(runJob(job, here.controller().world));
    expect(mlflow.runs.map((run) => run.status)).toEqual(["FINISHED"]);
    const [run] = mlflow.runs;
    expect(new Set(steps(run)).size).toBe(steps(run).length);
    expect(run?.tags.get("trainyard.attempt_ends")).toBe("a1 exit, a2 exit");
    expect([...mlflow.files.keys()].some((name) => name.endsWith("/attempts/a1/metrics.json"))).toBe(true);
  });

  it("is called killed where a person ended it", async () => {
    const here = await bed({ trainSeconds: 600 });
    const { yard, mlflow } = here;
    const job = plan(yard);
    const first = here.controller({ detach: () => mlflow.requests.length > 12 });
    await expect(yard.clock.run(runJob(job, first.world))).rejects.toThrow("detached");
    expect(mlflow.runs[0]?.status).toBe("RUNNING");
    await yard.clock.run(endJob(job, here.controller().world));
    expect([mlflow.runs[0]?.status, mlflow.runs[0]?.tags.get("trainyard.reason")]).toEqual(["KILLED", "ended"]);
  });

  it("shows its password nowhere, also where MLflow repeats it in a refusal", async () => {
    const here = await bed({ trainSeconds: 30 });
    const { yard, mlflow } = here;
    const echo = async (request: Request) =>
      new Response(`no: ${request.headers.get("authorization") ?? ""} ${MLFLOW_PASSWORD}`, { status: 500 });
    const { world } = here.controller();
    await yard.clock.run(runJob(plan(yard), { ...world, tracking: simulatedTracker(yard, mlflow, echo) }));
    const told = [...yard.lines, ...yard.disk.values(), ...yard.volume.values()].join("\n");
    expect(told).toContain("MLflow answered 500: no: Basic *** ***");
    expect(told).not.toContain(MLFLOW_PASSWORD);
    expect(told).not.toContain(Buffer.from(`yard:${MLFLOW_PASSWORD}`).toString("base64"));
  });
});
