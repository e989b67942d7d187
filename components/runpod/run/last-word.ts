import { RunpodError } from "../failures.ts";
import type { PodEnd } from "../render/status-line.ts";
import { type Attempt, portOf } from "./attempt.ts";
import { endInFile, endOf } from "./ends.ts";
import { attemptKey } from "./intent.ts";
import { persist, reasonOf } from "./retry.ts";

/** How the command ended, from status.json on the volume or from the pod's port, for when the log does not tell. One look. */
export async function askEnd(attempt: Attempt): Promise<PodEnd | undefined> {
  const { world, folder } = attempt;
  const { run, attempt: n, name } = folder.record;
  if (world.volume !== undefined) {
    const bytes = await world.volume.get(attemptKey(run, n, "status.json"));
    return endInFile(bytes === undefined ? undefined : new TextDecoder().decode(bytes), folder.token, name);
  }
  const signed = await portOf(attempt)
    ?.status()
    .catch((error: unknown) => {
      if (error instanceof Error && error.name === "AbortedError") throw error;
      return undefined;
    });
  return signed === undefined ? undefined : endOf(signed, folder.token, name);
}

/** As `askEnd`, where no answer is no answer. */
export async function askEndNow(attempt: Attempt): Promise<PodEnd | undefined> {
  try {
    return await askEnd(attempt);
  } catch (error) {
    if (!(error instanceof RunpodError)) throw error;
    return undefined;
  }
}

/** As `askEnd`, for a pod that is gone: asked until the volume answers, since this decides whether the run is made again. */
export async function lastWord(attempt: Attempt): Promise<PodEnd | "unreadable" | undefined> {
  try {
    return await persist(attempt.world, { times: 60, totalMs: 600_000 }, () => askEnd(attempt));
  } catch (error) {
    if (!(error instanceof RunpodError)) throw error;
    attempt.world.log(`warning: the volume cannot be read: ${reasonOf(error)}`);
    return "unreadable";
  }
}
