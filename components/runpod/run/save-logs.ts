import type { Logged } from "./attempt.ts";
import { drainLogs } from "./drain.ts";
import { LogStream } from "./log-stream.ts";
import { isLocalFailure, reasonOf } from "./retry.ts";

/** Keeps what a pod that nobody watches has logged, before it goes. Bounded; a failing disk only costs the log. */
export async function saveLogs(attempt: Logged, podId: string): Promise<void> {
  try {
    if (attempt.folder.record.podIds[0] !== podId) return;
    const stream = await LogStream.start(attempt);
    await drainLogs(attempt, stream);
  } catch (error) {
    if (!isLocalFailure(error)) throw error;
    attempt.world.log(`warning: the log of pod ${podId} could not be kept: ${reasonOf(error)}`);
  }
}
