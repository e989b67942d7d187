import { isOver, type RunRecord } from "../runpod/run/record.ts";
import { folderPath } from "../runpod/run/run-folder.ts";
import type { World } from "../runpod/run/world.ts";
import type { JobPlan } from "../training-job/plan.ts";
import type { TrackingServer } from "./api.ts";
import type { Artifacts } from "./artifacts.ts";
import { TrackingError } from "./failures.ts";
import { type Journal, writeJournal } from "./journal.ts";
import { KEPT_RUN, renderKeptRun } from "./kept-run.ts";
import { localFiles, localLogs } from "./local-run.ts";
import { KnownSteps, newPoints } from "./points.ts";
import type { RunStatus, TrackedRun } from "./records.ts";
import { paramsOf, RUN_TAG, tagsOf, toldOf } from "./render/facts.ts";
import { costNumbers, endMs, numberPoints, resultNumbers } from "./numbers.ts";

/** One telling of one run. */
export interface Telling {
  readonly job: JobPlan;
  readonly world: World;
  readonly server: TrackingServer;
  readonly artifacts: Artifacts;
  readonly run: TrackedRun;
  readonly records: readonly RunRecord[];
  readonly journal: Journal;
}

/** The folder of results that is a model, and the alias that its newest version gets. */
const MODEL_FOLDER = "model";
const ALIAS = "candidate";

/** Steps that MLflow has of every metric that these logs could tell. */
export async function knownSteps(server: TrackingServer, run: TrackedRun): Promise<KnownSteps> {
  const known = new KnownSteps();
  for (const key of run.metrics.keys()) {
    if (key.startsWith("cost.") || key.startsWith("result.")) continue;
    known.add(await server.history(run.id, key));
  }
  return known;
}

/**
 * Tells MLflow everything: parameters, tags, metrics, then the files, and last of all how it ended. So a run that MLflow calls
 * FINISHED is whole there. Every step may be done again.
 */
export async function tellAll(telling: Telling): Promise<Journal> {
  const { job, world, server, run, records } = telling;
  if (run.status === "FINISHED" && statusOf(records) !== "FINISHED")
    throw new TrackingError("refused", `the run ${run.id} is finished there, though not here; ./yard up takes it over`);
  const params = Object.entries(paramsOf(job)).filter(([key]) => !run.params.has(key));
  const tags = Object.entries(tagsOf(job, records, telling.journal.source));
  const metrics = newPoints(await localLogs(job, world), await knownSteps(server, run));
  const fresh = tags.filter(([key, value]) => run.tags.get(key) !== value);
  await server.log(run.id, { params: Object.fromEntries(params), tags: Object.fromEntries(fresh), metrics });
  await tellNumbers(telling);
  const told = toldOf(records);
  const isDone = told !== undefined && isOver(told);
  const journal = isDone ? await storeFiles(telling) : telling.journal;
  await tellStatus({ ...telling, journal });
  return journal;
}

async function tellNumbers({ job, world, server, run, records }: Telling): Promise<void> {
  const nowMs = world.clock.now();
  const told = toldOf(records);
  const metrics = told?.metrics ?? null;
  const steps = metrics?.["steps"];
  const step = typeof steps === "number" && Number.isSafeInteger(steps) ? steps : 0;
  const costs = numberPoints(costNumbers(job, records, nowMs), run.metrics, { timestamp: nowMs, step: records.length });
  const results = numberPoints(resultNumbers(metrics), run.metrics, { timestamp: endMs(records) ?? nowMs, step });
  await server.log(run.id, { metrics: [...costs, ...results] });
}

async function storeFiles(telling: Telling): Promise<Journal> {
  const { job, world, artifacts, records } = telling;
  let { journal } = telling;
  const store = async (name: string, sha256: string, put: () => Promise<void>): Promise<void> => {
    if (journal.stored[name] === sha256) return;
    await put();
    journal = { ...journal, stored: { ...journal.stored, [name]: sha256 } };
    await writeJournal(world.runs, job, journal);
  };
  const files = await localFiles(job, world, records);
  for (const { name, attempt, folder, sha256 } of files) {
    const path = world.runs.absolute(`${folderPath(job, attempt)}/${folder}`);
    await store(name, sha256, () => artifacts.put(name, path));
  }
  if (isWhole(records)) await artifacts.putText(KEPT_RUN, renderKeptRun(job.hash, records, [...files]));
  return journal;
}

/** It succeeded and its results are here: only then may MLflow call it finished. */
function isWhole(records: readonly RunRecord[]): boolean {
  const told = toldOf(records);
  return told?.status === "succeeded" && told.fetchedAt !== null;
}

async function tellStatus(telling: Telling): Promise<void> {
  const { job, server, run, records } = telling;
  const status = statusOf(records);
  const hasModel = Object.keys(telling.journal.stored).some((name) => name.startsWith(`${MODEL_FOLDER}/`));
  if (status === "FINISHED" && hasModel) {
    const name = `${job.project}-${job.stack}-${job.job}`;
    await server.registerModel(run, { name, path: MODEL_FOLDER, alias: ALIAS, tags: { [RUN_TAG]: job.run } });
  }
  if (status !== run.status) await server.update(run.id, status, status === "RUNNING" ? undefined : endMs(records));
}

/** `KILLED`: it was ended by a limit or a person. A success whose results are not here yet still runs, as far as MLflow is told. */
export function statusOf(records: readonly RunRecord[]): RunStatus {
  const told = toldOf(records);
  if (told === undefined || !isOver(told)) return "RUNNING";
  if (told.status === "succeeded") return isWhole(records) ? "FINISHED" : "RUNNING";
  return told.status === "failed" || told.status === "interrupted" ? "FAILED" : "KILLED";
}
