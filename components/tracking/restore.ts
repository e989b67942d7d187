import { JobError } from "../runpod/run/outcome.ts";
import { timeText } from "../runpod/run/record.ts";
import { folderPath } from "../runpod/run/run-folder.ts";
import type { World } from "../runpod/run/world.ts";
import type { JobPlan } from "../training-job/plan.ts";
import type { TrackingServer } from "./api.ts";
import { Artifacts, type FileBodies } from "./artifacts.ts";
import { TrackingError } from "./failures.ts";
import { KEPT_RUN, type KeptRun, parseKeptRun } from "./kept-run.ts";
import type { TrackedRun } from "./records.ts";

/**
 * Makes the run folders of a run that MLflow knows as finished: files first, each checked against its hash, then the records,
 * so that a folder that says "succeeded" is whole. Throws JobError: a finished run is never trained again.
 */
export async function restoreRun(
  job: JobPlan,
  world: World,
  run: TrackedRun,
  from: { readonly server: TrackingServer; readonly bodies: FileBodies },
): Promise<void> {
  const { artifacts, kept } = await ask(job, async () => {
    const artifacts = new Artifacts(from.server, from.bodies, run);
    return { artifacts, kept: await keptRun(job, run, artifacts) };
  });
  world.log(`MLflow knows this run as finished (${run.id}): it is taken over, not trained again`);
  for (const file of kept.files) {
    const path = `${folderPath(job, file.attempt)}/${file.folder}`;
    if ((await world.runs.sha256(path)) === file.sha256) continue;
    world.log(`fetching ${file.name} from MLflow`);
    await ask(job, () => artifacts.get(file.name, world.runs.absolute(path), file.bytes));
    if ((await world.runs.sha256(path)) !== file.sha256)
      throw refused(job, `${file.name} arrived with another hash than its record names`);
  }
  for (const record of kept.records) {
    const path = folderPath(job, record.attempt);
    const here = {
      ...record,
      ...{
        artifactsPath: world.runs.absolute(`${path}/artifacts`),
        logsPath: world.runs.absolute(`${path}/container.log`),
      },
      fetchedAt: record.fetchedAt ?? timeText(world.clock.now()),
    };
    await world.runs.write(`${path}/token`, world.randomHex(32), 0o600);
    await world.runs.write(`${path}/status.json`, `${JSON.stringify(here, null, 2)}\n`);
  }
}

async function keptRun(job: JobPlan, run: TrackedRun, artifacts: Artifacts): Promise<KeptRun> {
  const kept = parseKeptRun((await artifacts.getText(KEPT_RUN)) ?? "");
  const isOurs = kept?.hash === job.hash && kept.records.some((record) => record.status === "succeeded");
  if (kept !== undefined && isOurs) return kept;
  throw new TrackingError("refused", `the run ${run.id} holds no ${KEPT_RUN} that tells of this run`);
}

async function ask<T>(job: JobPlan, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof TrackingError) throw refused(job, error.message);
    throw error;
  }
}

function refused(job: JobPlan, why: string): JobError {
  return new JobError("results", {
    what: "MLflow knows this run as finished, but its results could not be fetched from there",
    on: `job "${job.job}" (${job.run})`,
    why,
    todo: "run ./yard up again to fetch them: nothing is trained twice; to train again all the same, delete that run in MLflow",
  });
}
