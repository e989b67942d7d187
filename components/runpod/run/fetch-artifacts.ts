import { NotFoundError } from "../failures.ts";
import type { PodPort, VolumeFiles } from "../service.ts";
import type { Attempt } from "./attempt.ts";
import { attemptKey } from "./intent.ts";
import { persist, reasonOf } from "./retry.ts";
import { timeText } from "./record.ts";
import { timing } from "./timing.ts";

const METRIC_BYTES = 2_000;

/** Fetches all results of an attempt into its run folder; what is here already is not fetched again. Returns how many files there are. */
export async function fetchFromVolume(attempt: Attempt, volume: VolumeFiles): Promise<number> {
  const { world, folder } = attempt;
  const prefix = attemptKey(folder.record.run, folder.record.attempt, "artifacts/");
  const limits = { times: 20, totalMs: timing.fetchLimitMs };
  const files = await persist(world, limits, () => volume.list(prefix));
  for (const { key, size } of files) {
    const path = localPath(attempt, key.slice(prefix.length));
    if (path === undefined || ((await world.runs.size(path)) === size && size > 0)) continue;
    if (!(await persist(world, limits, () => volume.getFile(key, world.runs.absolute(path))))) throw missing(key);
  }
  await finish(attempt);
  return files.length;
}

/** A set of results that lacks one is no set: the next call asks for all that is not here. */
function missing(key: string): NotFoundError {
  const message = `the volume lists ${key}, but does not give it`;
  return new NotFoundError(message, { status: 404, detail: message });
}

/** The same through the pod's own port, each file checked against its hash. */
export async function fetchFromPod(attempt: Attempt, port: PodPort): Promise<number> {
  const { world } = attempt;
  const limits = { times: 8, totalMs: timing.fetchLimitMs };
  const files = await persist(world, limits, () => port.artifacts());
  for (const file of files) {
    const path = localPath(attempt, file.path);
    if (path === undefined || (await world.runs.sha256(path)) === file.sha256) continue;
    await persist(world, limits, () => port.getArtifact(file.path, world.runs.absolute(path)));
    if ((await world.runs.sha256(path)) !== file.sha256)
      throw new Error(`${file.path} arrived with another hash than the pod named`);
  }
  await finish(attempt);
  return files.length;
}

/** A name from the pod is not trusted: it must stay inside the folder. */
function localPath(attempt: Attempt, name: string): string | undefined {
  const parts = name.split("/");
  const safe =
    name.isWellFormed() && !parts.some((part) => part === "" || part === "." || part === ".." || part.includes("\\"));
  if (!safe) attempt.world.log(`warning: a result named ${JSON.stringify(name)} is left where it is`);
  return safe ? `${attempt.folder.path}/artifacts/${name}` : undefined;
}

async function finish(attempt: Attempt): Promise<void> {
  const metrics = await readMetrics(attempt);
  await attempt.folder.save({ fetchedAt: timeText(attempt.world.clock.now()), metrics });
}

/** metrics.json without its long lists: the record and the outputs stay small, the file stays whole. */
async function readMetrics(attempt: Attempt): Promise<Record<string, unknown> | null> {
  const text = await attempt.world.runs.read(`${attempt.folder.path}/artifacts/metrics.json`);
  if (text === undefined) return null;
  try {
    const all: unknown = JSON.parse(text);
    if (typeof all !== "object" || all === null || Array.isArray(all)) return null;
    const entries = Object.entries(all).filter(([, value]) => JSON.stringify(value).length <= METRIC_BYTES);
    return Object.fromEntries(entries);
  } catch (error) {
    attempt.world.log(`warning: metrics.json cannot be read: ${reasonOf(error)}`);
    return null;
  }
}
