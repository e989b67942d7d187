import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";

interface Answered {
  readonly status: number;
  readonly headers: Headers;
}

/** Calls as a careful client does: again after this status, when the answer says so, for 5 minutes. */
export async function patient<T extends Answered>(
  status: 429 | 503,
  what: string,
  call: () => Promise<T>,
): Promise<{ readonly answer: T; readonly waits: number }> {
  const deadline = Date.now() + 300_000;
  for (let waits = 0; ; waits++) {
    const answer = await call();
    if (answer.status !== status) return { answer, waits };
    const seconds = Number(answer.headers.get("retry-after"));
    expect(seconds).toBeGreaterThanOrEqual(1);
    if (Date.now() > deadline) throw new Error(`${what}: still ${status} after 5 minutes`);
    await sleep(seconds * 1000);
  }
}
