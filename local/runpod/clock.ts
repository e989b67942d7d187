/** Time as the emulator sees it. Nothing else in this room asks the machine for the time or sets a timer. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds, or at once when `signal` aborts (it never rejects). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** `setTimeout` cannot wait longer (2^31 - 1 ms); a longer sleep is made of several. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The clock of this machine. */
export const realClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    let left = ms;
    while (left > 0 && signal?.aborted !== true) {
      const part = Math.min(left, LONGEST_TIMER_MS);
      await timer(part, signal);
      left -= part;
    }
  },
};

function timer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(handle);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const handle = setTimeout(done, ms);
    signal?.addEventListener("abort", done, { once: true });
  });
}
