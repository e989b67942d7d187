/** A clock on which a day passes in a millisecond: time jumps to the next sleeper as soon as nobody has work left. */
export interface SimulatedClock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Lets time pass until `promise` settles, and returns or throws what it gives. Throws when nothing sleeps and it is
   * still open, or when it takes longer than `limitMs` of simulated time (default 400 days).
   */
  run<T>(promise: Promise<T>, limitMs?: number): Promise<T>;
  /** Lets `ms` milliseconds pass. */
  advance(ms: number): Promise<void>;
  /** Time stands still until `promise` settles: for work of the real machine, such as a file. */
  outside<T>(promise: Promise<T>): Promise<T>;
}

interface Sleeper {
  readonly at: number;
  readonly order: number;
  wake(): void;
}

const DEFAULT_LIMIT_MS = 400 * 24 * 3600 * 1000;
/** Turns of the event loop granted to work that is not on this clock before it counts as stuck. */
const PATIENCE_TURNS = 2000;

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** @param startMs epoch milliseconds at which the simulation begins. */
export function createSimulatedClock(startMs: number): SimulatedClock {
  let now = startMs;
  let order = 0;
  let outsiders = 0;
  const sleepers = new Set<Sleeper>();

  const earliest = (): Sleeper | undefined => {
    let first: Sleeper | undefined;
    for (const one of sleepers)
      if (first === undefined || one.at < first.at || (one.at === first.at && one.order < first.order)) first = one;
    return first;
  };
  /** All work that is due: two turns, as promise chains may cross one macro task. */
  const settle = async () => {
    await turn();
    await turn();
    while (outsiders > 0) await turn();
  };
  const wake = (sleeper: Sleeper) => {
    now = Math.max(now, sleeper.at);
    sleepers.delete(sleeper);
    sleeper.wake();
  };

  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        const sleeper: Sleeper = {
          at: now + Math.max(0, ms),
          order: order++,
          wake: () => {
            signal?.removeEventListener("abort", onAbort);
            resolve();
          },
        };
        const onAbort = () => {
          sleepers.delete(sleeper);
          resolve();
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        sleepers.add(sleeper);
      }),
    async run(promise, limitMs = DEFAULT_LIMIT_MS) {
      const end = now + limitMs;
      let open = true;
      const close = () => {
        open = false;
      };
      promise.then(close, close);
      // `open` changes in `close`, which the type checker cannot see.
      const isOpen = () => open;
      for (let idle = 0; isOpen();) {
        await settle();
        if (!isOpen()) break;
        const next = earliest();
        if (next === undefined) {
          if (++idle > PATIENCE_TURNS) throw new Error("simulated clock: nothing sleeps and the promise is still open");
          continue;
        }
        idle = 0;
        if (next.at > end) throw new Error(`simulated clock: not settled after ${limitMs} ms of simulated time`);
        wake(next);
      }
      return promise;
    },
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        await settle();
        const next = earliest();
        if (next === undefined || next.at > end) break;
        wake(next);
      }
      now = Math.max(now, end);
      await settle();
    },
    async outside(promise) {
      outsiders++;
      try {
        return await promise;
      } finally {
        outsiders--;
      }
    },
  };
}
