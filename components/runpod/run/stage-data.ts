import type { DataRef } from "../../training-job/args.ts";
import type { PodPort, VolumeFiles } from "../service.ts";
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

/** Sends the training data to a pod that waits for it. A pod that already has it is left alone. */
export async function sendToPod(job: string, data: DataRef, world: World, port: PodPort): Promise<void> {
  const files = await localFiles(job, data, world);
  for (const { path } of files) {
    await pause(world, 0);
    await persist(world, limits, () => port.putFile(path, `${data.path}/${path}`));
  }
  await persist(world, limits, () => port.dataComplete());
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
