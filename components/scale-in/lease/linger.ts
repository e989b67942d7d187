import type { Clock } from "../../lib/clock.ts";
import { type Hold, TakenError } from "./hold.ts";

/** Between two signs of life; several may be lost before the lease counts as left. */
const SIGN_SECONDS = 15;

interface Kept {
  readonly over: AbortController;
  readonly ended: Promise<void>;
}

/** Says that a run lives between two of its calls: after the drain Pulumi writes the StatefulSet in its own time. */
export class Lingering {
  readonly #kept = new Map<string, Kept>();

  /** From now on, until `end` or the end of whoever wants the result. */
  begin(set: string, hold: Hold, clock: Clock, signal: AbortSignal | undefined): void {
    const over = new AbortController();
    const until = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
    this.#kept.set(set, { over, ended: linger(hold, clock, until) });
  }

  /** Whoever takes hold next comes after the last sign. */
  async end(set: string): Promise<void> {
    const kept = this.#kept.get(set);
    this.#kept.delete(set);
    kept?.over.abort();
    await kept?.ended;
  }
}

async function linger(hold: Hold, clock: Clock, until: AbortSignal): Promise<void> {
  for (;;) {
    await clock.sleep(SIGN_SECONDS * 1000, until);
    if (until.aborted) return;
    try {
      await hold.renew();
    } catch (error) {
      if (error instanceof TakenError) return;
      // No answer: the next sign may be heard.
    }
  }
}
