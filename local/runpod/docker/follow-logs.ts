import type Docker from "dockerode";
import { logLines } from "./log-lines.ts";

/** How far back the end of a log is read again, in milliseconds. */
const AGAIN_MS = 30_000;

/** Seconds since the epoch with nine decimals, as the engine wants `since`. */
const engineTime = (ms: number) => `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, "0")}000000`;

/**
 * Emits the container's lines from `sinceMs` on. Resolves when the log has ended, which it does with the container. The engine's
 * follower can miss what was written in the instant of the end, so the end is read once more.
 */
export async function followLogs(
  container: Docker.Container,
  sinceMs: number | undefined,
  emit: (line: string) => void,
): Promise<void> {
  const what = { stdout: true, stderr: true, timestamps: true };
  const since = sinceMs === undefined ? {} : { since: engineTime(sinceMs) };
  const stream = await container.logs({ ...what, ...since, follow: true });
  const lines = logLines(emit);
  await new Promise<void>((resolve) => {
    stream.on("data", (chunk: Buffer) => lines.write(chunk));
    for (const event of ["end", "close", "error"]) stream.on(event, () => resolve());
  });
  const againMs = Math.max(sinceMs ?? 0, Date.now() - AGAIN_MS);
  try {
    lines.fill(await container.logs({ ...what, follow: false, since: engineTime(againMs) }));
  } finally {
    lines.end();
  }
}
