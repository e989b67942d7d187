import type Docker from "dockerode";
import { logLines } from "./log-lines.ts";

/** Seconds since the epoch with nine decimals, as the engine wants `since`. */
const engineTime = (ms: number) => `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, "0")}000000`;

/** Emits the container's lines from `sinceMs` on. Resolves when the log has ended, which it does with the container. */
export async function followLogs(
  container: Docker.Container,
  sinceMs: number | undefined,
  emit: (line: string) => void,
): Promise<void> {
  const stream = await container.logs({
    stdout: true,
    stderr: true,
    follow: true,
    timestamps: true,
    ...(sinceMs === undefined ? {} : { since: engineTime(sinceMs) }),
  });
  const lines = logLines(emit);
  await new Promise<void>((resolve) => {
    stream.on("data", (chunk: Buffer) => lines.write(chunk));
    for (const event of ["end", "close", "error"]) stream.on(event, () => resolve());
  });
  lines.end();
}
