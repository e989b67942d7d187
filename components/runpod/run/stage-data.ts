import type { DataRef } from "../../training-job/args.ts";
import type { PodPort, VolumeFiles } from "../service.ts";
import { RunpodError } from "../failures.ts";
import { JobError } from "./outcome.ts";
import { pause } from "./pause.ts";
import { persist, reasonOf } from "./retry.ts";
import type { World } from "./world.ts";

const limits = { times: 8, totalMs: 600_000 };

/** Puts the training data on the volume under its content id. What lies there in full is not sent again; the manifest goes last. */
export async function stageOnVolume(job: string, data: DataRef, world: World, volume: VolumeFiles): Promise<void> {
  const files = await localFiles(job, data, world);
  const prefix = `corpora/${data.id}/`;
  const there = new Map(
    (await persist(world, limits, () => volume.list(prefix))).map((file) => [file.key.slice(prefix.length), file.size]),
  );
  const missing = files.filter((file) => there.get(file.path) !== file.size);
  if (missing.length === 0) return;
  const bytes = missing.reduce((sum, file) => sum + file.size, 0);
  world.log(`uploading ${missing.length} data files (${Math.ceil(bytes / 1_000_000)} MB) to the volume`);
  for (const { path } of missing) {
    await pause(world, 0);
    await persist(world, limits, () => volume.putFile(`${prefix}${path}`, `${data.path}/${path}`));
  }
}

/**
 * Sends the training data to a pod once it waits for it, and does nothing for a pod that waits no more. A pod that cannot be
 * reached is left to the watch, which sees whether it is gone; one that gets no data ends itself.
 */
export async function sendToPod(job: string, data: DataRef, world: World, port: PodPort): Promise<void> {
  const files = await localFiles(job, data, world);
  try {
    if (!(await waitsForData(world, port))) return;
    for (const { path } of files) {
      await pause(world, 0);
      await persist(world, limits, () => port.putFile(path, `${data.path}/${path}`));
    }
    await persist(world, limits, () => port.dataComplete());
  } catch (error) {
    if (!(error instanceof RunpodError)) throw error;
    world.log(`warning: the data could not be sent to the pod: ${reasonOf(error)}`);
  }
}

/** The state at which the supervisor takes data; asked for until it answers, for two minutes at most. */
async function waitsForData(world: World, port: PodPort): Promise<boolean> {
  for (let n = 0; n < 60; n++) {
    const health = await port.health();
    if (health !== undefined && health.state !== "boot") return health.state === "wait-data";
    await pause(world, 2_000);
  }
  return false;
}

async function localFiles(
  job: string,
  data: DataRef,
  world: World,
): Promise<readonly { path: string; size: number }[]> {
  const files = await world.runs.walk(data.path).catch((error: unknown) => {
    world.log(`warning: ${data.path}: ${reasonOf(error)}`);
    return undefined;
  });
  if (files === undefined || files.length === 0) {
    throw new JobError("refused", {
      what: "the training data is not here",
      on: `job "${job}"`,
      why: `${data.path} is no folder with files in it`,
      todo: "prepare the corpus first, or correct the job's data path",
    });
  }
  return [...files].sort(
    (a, b) => Number(isManifest(a.path)) - Number(isManifest(b.path)) || (a.path < b.path ? -1 : 1),
  );
}

const isManifest = (path: string): boolean => path === "manifest.json";
