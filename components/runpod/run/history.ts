import type { JobPlan } from "../../training-job/plan.ts";
import type { PodEnd } from "../render/status-line.ts";
import type { VolumeFiles } from "../service.ts";
import { endInFile, endInLog } from "./ends.ts";
import { folderNumbers } from "./folder-numbers.ts";
import { attemptKey, type Intent, parseIntent } from "./intent.ts";
import { isOver } from "./record.ts";
import { persist, reasonOf } from "./retry.ts";
import { RunFolder } from "./run-folder.ts";
import type { World } from "./world.ts";

/** What this machine and the volume keep of one attempt. */
export interface KeptAttempt {
  readonly folder: RunFolder;
  readonly end: PodEnd | undefined;
  readonly started: boolean;
}

export interface History {
  readonly attempts: readonly KeptAttempt[];
  readonly volume: "read" | "unreadable" | "none";
  /** Attempts of which neither folder nor volume can be read, with the reason. */
  readonly unreadable: readonly string[];
}

interface OnVolume {
  readonly intent: Intent | undefined;
  readonly status: string | undefined;
  readonly started: boolean;
}

/** Reads the attempts of a run from run folders and volume. A folder that is lost is made again from the volume. */
export async function readHistory(job: JobPlan, world: World): Promise<History> {
  const volume = await readVolume(job, world);
  const numbers = new Set([...(await folderNumbers(job, world)), ...volume.attempts.keys()]);
  const attempts: KeptAttempt[] = [];
  const unreadable: string[] = [];
  for (const n of [...numbers].sort((a, b) => a - b)) {
    const kept = volume.attempts.get(n);
    try {
      const folder = await openOrRebuild(job, world, n, kept?.intent);
      if (folder !== undefined) attempts.push(await withEnd(world, folder, kept));
    } catch (error) {
      unreadable.push(`attempt ${n}: ${reasonOf(error)}`);
    }
  }
  return { attempts, volume: volume.state, unreadable };
}

async function withEnd(world: World, folder: RunFolder, kept: OnVolume | undefined): Promise<KeptAttempt> {
  const { token, record, path } = folder;
  const fromVolume = endInFile(kept?.status, token, record.name);
  const log =
    isOver(record) || fromVolume !== undefined ? "" : ((await world.runs.read(`${path}/container.log`)) ?? "");
  return { folder, end: fromVolume ?? endInLog(log, token, record.name), started: kept?.started ?? false };
}

async function openOrRebuild(
  job: JobPlan,
  world: World,
  n: number,
  intent: Intent | undefined,
): Promise<RunFolder | undefined> {
  const open = await RunFolder.open(world, job, n).catch((error: unknown): undefined => {
    if (intent === undefined) throw error;
  });
  if (open !== undefined || intent === undefined) return open;
  const folder = await RunFolder.make(world, job, n, "");
  const { createSentAt, deadlineAt, worstCaseUsd } = intent;
  await folder.save({ status: "creating", createSentAt, deadlineAt, worstCaseUsd });
  await folder.complain("warning", {
    what: "the run folder was lost and is made again from the volume",
    on: intent.name,
    why: "its token is lost with it, so the signature of its status cannot be checked",
    todo: "nothing to do",
  });
  return folder;
}

async function readVolume(
  job: JobPlan,
  world: World,
): Promise<{ state: History["volume"]; attempts: ReadonlyMap<number, OnVolume> }> {
  const attempts = new Map<number, OnVolume>();
  const files = world.volume;
  if (files === undefined) return { state: "none", attempts };
  try {
    const limits = { times: 6, totalMs: 60_000 };
    const prefix = `runs/${job.run}/`;
    const keys = (await persist(world, limits, () => files.list(prefix))).map((file) => file.key.slice(prefix.length));
    const numbers = keys.flatMap((key) => /^a([1-9][0-9]*)\//.exec(key)?.[1] ?? []);
    for (const n of new Set(numbers.map(Number)))
      attempts.set(n, await persist(world, limits, () => readAttempt(files, job.run, n, keys)));
    return { state: "read", attempts };
  } catch (error) {
    world.log(`warning: the volume of job "${job.job}" cannot be read: ${reasonOf(error)}`);
    return { state: "unreadable", attempts };
  }
}

async function readAttempt(
  files: VolumeFiles,
  run: string,
  attempt: number,
  keys: readonly string[],
): Promise<OnVolume> {
  const text = async (file: string): Promise<string | undefined> => {
    if (!keys.includes(`a${attempt}/${file}`)) return undefined;
    const bytes = await files.get(attemptKey(run, attempt, file));
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  return {
    intent: parseIntent(await text("intent.json")),
    status: await text("status.json"),
    started: keys.includes(`a${attempt}/marker.json`),
  };
}
