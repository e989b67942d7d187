import type { JobPlan } from "../training-job/plan.ts";
import type { RunRecord } from "../runpod/run/record.ts";
import { folderNumbers } from "../runpod/run/folder-numbers.ts";
import { LOG_COPIES } from "../runpod/run/log-copy.ts";
import { folderPath, RunFolder } from "../runpod/run/run-folder.ts";
import type { Keeping } from "../runpod/run/world.ts";
import type { KeptRun } from "./kept-run.ts";
import type { AttemptLog } from "./points.ts";
import { toldOf } from "./render/facts.ts";

/** The records of a run on this machine, oldest first; what cannot be read is left out. */
export async function localRecords(job: JobPlan, world: Keeping): Promise<readonly RunRecord[]> {
  const records: RunRecord[] = [];
  for (const attempt of (await folderNumbers(job, world)).sort((a, b) => a - b)) {
    const folder = await RunFolder.open(world, job, attempt).catch(() => undefined);
    if (folder !== undefined) records.push(folder.record);
  }
  return records;
}

/** The logs of a run on this machine, oldest attempt first. */
export async function localLogs(job: JobPlan, world: Keeping): Promise<readonly AttemptLog[]> {
  const logs: AttemptLog[] = [];
  for (const attempt of (await folderNumbers(job, world)).sort((a, b) => a - b))
    logs.push({ attempt, text: (await world.runs.read(`${folderPath(job, attempt)}/container.log`)) ?? "" });
  return logs;
}

/** Bytes of all logs: grows whenever one of them does. */
export async function logBytes(job: JobPlan, world: Keeping): Promise<number> {
  let sum = 0;
  for (const attempt of await folderNumbers(job, world))
    sum += await world.runs.size(`${folderPath(job, attempt)}/container.log`);
  return sum;
}

/** MLflow refuses a path that holds a `#`; its record says which file of ours it is. */
const artifactName = (file: string): string => file.replaceAll("#", "~23");

const LOGS = ["container.log", "system.log", ...Object.values(LOG_COPIES)];

/**
 * The files of a run that MLflow keeps. Results of the attempt that speaks for the run stand at the top, those of the others
 * under `attempts/`; every attempt's logs under `logs/`. Tokens and the like are no part of it.
 */
export async function localFiles(
  job: JobPlan,
  world: Keeping,
  records: readonly RunRecord[],
): Promise<readonly KeptRun["files"][number][]> {
  const files: KeptRun["files"][number][] = [];
  const top = toldOf(records)?.attempt;
  for (const { attempt } of records) {
    const path = folderPath(job, attempt);
    const take = async (name: string, folder: string): Promise<void> => {
      const sha256 = await world.runs.sha256(`${path}/${folder}`);
      const bytes = await world.runs.size(`${path}/${folder}`);
      if (sha256 !== undefined) files.push({ name, attempt, folder, bytes, sha256 });
    };
    const results = (await world.runs.walk(world.runs.absolute(`${path}/artifacts`))) ?? [];
    for (const { path: file } of [...results].sort((a, b) => (a.path < b.path ? -1 : 1)))
      if (!file.endsWith(".part"))
        await take(`${attempt === top ? "" : `attempts/a${attempt}/`}${artifactName(file)}`, `artifacts/${file}`);
    for (const log of LOGS) await take(`logs/a${attempt}/${log}`, log);
  }
  return files;
}
