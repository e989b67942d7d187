import type { PodPort, VolumeFiles } from "../service.ts";
import type { Logged } from "./attempt.ts";
import { endInLog } from "./ends.ts";
import { attemptKey } from "./intent.ts";

/** What an attempt's folder may hold beside container.log. */
export const LOG_COPIES = { volume: "container.volume.log", pod: "container.pod.log" } as const;

/** Where the stream missed the end of the log, or all of it, the copy on the volume has it. */
export async function logFromVolume(attempt: Logged, volume: VolumeFiles): Promise<void> {
  const { run, attempt: n } = attempt.folder.record;
  const path = await placeOfCopy(attempt, "volume");
  if (path !== undefined) await volume.getFile(attemptKey(run, n, "container.log"), path);
}

/** The same from the pod's own disk, as long as the pod is there. */
export async function logFromPod(attempt: Logged, port: PodPort): Promise<void> {
  const path = await placeOfCopy(attempt, "pod");
  if (path !== undefined) await port.getLog(path);
}

/** Where a copy of the log is to be put; undefined where the stream has brought the end. What it brought is kept beside it. */
async function placeOfCopy({ folder, world }: Logged, from: keyof typeof LOG_COPIES): Promise<string | undefined> {
  const streamed = await world.runs.read(`${folder.path}/container.log`);
  if (endInLog(streamed ?? "", folder.token, folder.record.name) !== undefined) return undefined;
  return world.runs.absolute(`${folder.path}/${streamed === undefined ? "container.log" : LOG_COPIES[from]}`);
}
