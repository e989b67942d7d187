import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { realClock } from "../../../components/lib/clock.ts";
import { keptFiles } from "../../../components/runpod/run/kept-files.ts";
import { timeText } from "../../../components/runpod/run/record.ts";
import { RunFolder } from "../../../components/runpod/run/run-folder.ts";
import type { World } from "../../../components/runpod/run/world.ts";
import { connectTracker } from "../../../components/tracking/connect.ts";
import type { JobPlan } from "../../../components/training-job/plan.ts";
import { type MlflowServer, startMlflow } from "../../support/mlflow-server.ts";
import { createYard, plan } from "../../support/simulated-yard.ts";

let mlflow: MlflowServer;
let home: string;
let lines: string[];
let job: JobPlan;

beforeAll(async () => {
  mlflow = await startMlflow();
}, 900_000);
afterAll(() => mlflow.remove());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "ty-tracking-"));
  lines = [];
  const hash = randomBytes(32).toString("hex");
  const run = `shop-dev-smoke-${hash.slice(0, 8)}`;
  job = plan(await createYard(), { hash, run, recipe: { name: "tiny" }, image: "example/trainer:1@sha256:feed" });
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** What a tracker uses of a world, on this machine's disk and clock. */
function world(): World {
  const parts = {
    ...{ runs: keptFiles(home), clock: realClock, signal: new AbortController().signal },
    ...{
      log: (line: string) => void lines.push(line),
      randomHex: (bytes: number) => randomBytes(bytes).toString("hex"),
    },
  };
  return parts as unknown as World;
}

function tracker(password = mlflow.password) {
  const link = { controlUrl: mlflow.url, username: mlflow.username, password };
  const around = { access: {}, userAgent: "trainyard/test", loopbackOnly: true, project: import.meta.dirname };
  return connectTracker(link, around);
}

const beat = (step: number): string => {
  const ts = timeText(Date.UTC(2026, 10, 1) + step * 5000);
  const progress = { step, totalSteps: 99, loss: 9 / (step + 1), tokensPerSecond: 100 + step };
  return `${ts} TRAINYARD ${JSON.stringify({ kind: "heartbeat", seq: 1, ts, uptimeSeconds: 1, phase: "run", progress })}\n`;
};
const beats = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => beat(from + n)).join("");

/** A run folder as a run that has succeeded leaves it. */
async function finishedRun(): Promise<RunFolder> {
  const folder = await RunFolder.make(world(), job, 1, "a-token-of-the-pod");
  await world().runs.append(`${folder.path}/container.log`, beats(0, 40));
  const model = join(home, folder.path, "artifacts", "model");
  await mkdir(model, { recursive: true });
  await writeFile(join(model, "weights ខ្មែរ.safetensors"), Buffer.alloc(9 * 1024 * 1024, 7));
  await writeFile(join(model, "empty"), "");
  await writeFile(join(model, "..", "metrics.json"), JSON.stringify({ heldOutLoss: 3.5 }));
  const now = timeText(Date.now());
  await folder.save({
    ...{ status: "succeeded", reason: "exit", exitCode: 0, podIds: ["pod1"], gpu: "NVIDIA RTX A4000", cloud: "SECURE" },
    ...{ createSentAt: now, createdAt: now, startedAt: now, finishedAt: now, terminatedAt: now, provedGoneAt: now },
    ...{ fetchedAt: now, spentUsd: 0.25, metrics: { heldOutLoss: 3.5 } },
  });
  return folder;
}

interface RunAnswer {
  readonly run: {
    readonly info: { readonly status: string; readonly end_time?: number };
    readonly data: Readonly<Record<"metrics" | "params" | "tags", readonly { key: string; value: unknown }[]>>;
  };
}

async function readRun(id: string | null) {
  const { run } = (await mlflow.get(`/api/2.0/mlflow/runs/get?run_id=${id ?? ""}`)) as RunAnswer;
  const map = (list: RunAnswer["run"]["data"]["tags"]) =>
    Object.fromEntries(list.map(({ key, value }) => [key, value]));
  return { ...run.info, metrics: map(run.data.metrics), params: map(run.data.params), tags: map(run.data.tags) };
}

async function steps(id: string | null): Promise<number[]> {
  const query = `run_id=${id ?? ""}&metric_key=loss&max_results=1000`;
  const { metrics = [] } = (await mlflow.get(`/api/2.0/mlflow/metrics/get-history?${query}`)) as {
    metrics?: { step: number }[];
  };
  return metrics.map(({ step }) => step).sort((a, b) => a - b);
}

const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

it("lands a whole run in a real MLflow, and its bill when that is known", async () => {
  await tracker().begin(job, world());
  const folder = await finishedRun();
  const state = await tracker().tell(job, world());
  expect(state.tracked, lines.join("\n")).toBe("complete");
  const told = await readRun(state.mlflowRunId);
  expect(told.status).toBe("FINISHED");
  expect(told.params).toMatchObject({ "recipe.name": "tiny", seed: "42", config_hash: job.hash });
  expect(told.tags).toMatchObject({ "trainyard.run": job.run, "trainyard.image_digest": "sha256:feed" });
  expect(told.metrics).toMatchObject({ "result.held_out_loss": 3.5, "cost.spent_usd": 0.25, loss: 9 / 40 });
  expect(told.metrics).not.toHaveProperty("cost.billed_usd");
  expect(await steps(state.mlflowRunId)).toEqual(upTo(40));
  expect(await mlflow.file(state.mlflowRunId ?? "", "logs/a1/container.log")).toBe(beats(0, 40));
  const alias = "/api/2.0/mlflow/registered-models/alias?name=shop-dev-smoke&alias=candidate";
  expect(await mlflow.get(alias)).toMatchObject({ model_version: { run_id: state.mlflowRunId, status: "READY" } });
  await folder.save({ billedUsd: 0.26 });
  expect(await tracker().tell(job, world())).toEqual(state);
  const billed = await readRun(state.mlflowRunId);
  expect(billed.metrics).toMatchObject({ "cost.billed_usd": 0.26, "cost.spent_usd": 0.26 });
  expect(await steps(state.mlflowRunId)).toEqual(upTo(40));
});

it("takes a finished run back, byte by byte, where the run folder is lost", async () => {
  const folder = await finishedRun();
  const { mlflowRunId } = await tracker().tell(job, world());
  const read = (name: string) => readFile(join(home, folder.path, name));
  const names = ["status.json", "container.log", "artifacts/metrics.json", "artifacts/model/weights ខ្មែរ.safetensors"];
  const before = await Promise.all(names.map(read));
  await rm(join(home, "runs"), { recursive: true });
  expect(await tracker().isFinished(job)).toBe(true);
  await tracker().begin(job, world());
  expect(await Promise.all(names.map(read))).toEqual(before);
  expect((await read("artifacts/model/empty")).length).toBe(0);
  expect(await tracker().tell(job, world())).toEqual({ mlflowRunId, tracked: "complete" });
});

it("loses nothing while the server is away, and never makes a second run", async () => {
  await tracker().begin(job, world());
  const folder = await RunFolder.make(world(), job, 1, "a-token-of-the-pod");
  await folder.save({ status: "running", createSentAt: timeText(Date.now()), podIds: ["pod1"] });
  await world().runs.append(`${folder.path}/container.log`, beats(0, 10));
  const { mlflowRunId } = await tracker().tell(job, world());
  expect([(await readRun(mlflowRunId)).status, await steps(mlflowRunId)]).toEqual(["RUNNING", upTo(10)]);
  await mlflow.stop();
  await world().runs.append(`${folder.path}/container.log`, beats(10, 25));
  expect(await tracker().tell(job, world(), 2_000)).toEqual({ mlflowRunId, tracked: "pending" });
  await mlflow.start();
  const follower = tracker().follow(job, world());
  await expect.poll(() => steps(mlflowRunId), { timeout: 60_000, interval: 500 }).toEqual(upTo(25));
  await follower.stop();
  await folder.save({ status: "failed", reason: "exit", exitCode: 1, provedGoneAt: timeText(Date.now()) });
  expect(await tracker().tell(job, world())).toEqual({ mlflowRunId, tracked: "complete" });
  expect([(await readRun(mlflowRunId)).status, await steps(mlflowRunId)]).toEqual(["FAILED", upTo(25)]);
});

it("says what to do about a wrong password, and shows neither it nor the pod's token", async () => {
  await finishedRun();
  const state = await tracker("SENTINELwrong").tell(job, world(), 1_000);
  expect(state).toEqual({ mlflowRunId: null, tracked: "pending" });
  expect(lines.join("\n")).toContain("MLflow answered 401");
  expect(lines.join("\n")).toContain("check username and password of the MLflow link");
  const { mlflowRunId } = await tracker().tell(job, world());
  const kept = await readFile(join(home, `runs/smoke/dev-${job.hash.slice(0, 8)}-mlflow.json`), "utf8");
  const record = await mlflow.file(mlflowRunId ?? "", "trainyard/run.json");
  const told = [...lines, kept, record, JSON.stringify(await readRun(mlflowRunId))].join("\n");
  for (const secret of ["SENTINEL", "a-token-of-the-pod", home]) expect(told).not.toContain(secret);
});
