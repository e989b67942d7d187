import type { Logged } from "./attempt.ts";
import type { LogStream } from "./log-stream.ts";
import { timing } from "./timing.ts";

/** Reads both logs to their end, which is when they fall quiet: those of a terminated pod are gone. Bounded. */
export async function drainLogs(attempt: Logged, stream: LogStream): Promise<void> {
  const { clock } = attempt.world;
  const start = clock.now();
  for (;;) {
    const now = clock.now();
    const connected = stream.lineAt > stream.brokenAt;
    if (connected && now - Math.max(stream.lineAt, start) >= timing.drainQuietMs) break;
    if (now - start >= timing.drainLimitMs) break;
    await clock.sleep(250);
  }
  await stream.stop();
}
