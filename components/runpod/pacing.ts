import type { Clock } from "../lib/clock.ts";

interface Window {
  /** Calls left until `resetsAt`. */
  remaining: number;
  /** Milliseconds on our clock. */
  resetsAt: number;
}

/** Never hold a call back for longer than this; then RunPod itself decides. */
const patienceMs = 90_000;
/** Below this share of a window's quota, reads are spread over the rest of the window. */
const scarceShare = 0.1;
const maxSpreadMs = 5_000;

/** Keeps the calls of one key within what RunPod's `RateLimit` headers say is left, over all windows at once. */
export class Pacer {
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();
  readonly #quotas = new Map<string, number>();
  #blockedUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Learns from the headers of any answer. Absent headers (an exempt caller) change nothing. */
  note(headers: Headers): void {
    for (const { name, parameters } of items(headers.get("RateLimit-Policy"))) {
      const quota = parameters.get("q");
      if (quota !== undefined) this.#quotas.set(name, quota);
    }
    for (const { name, parameters } of items(headers.get("RateLimit"))) {
      const remaining = parameters.get("r");
      const seconds = parameters.get("t");
      if (remaining === undefined || seconds === undefined) continue;
      this.#windows.set(name, { remaining, resetsAt: this.#clock.now() + seconds * 1000 });
    }
  }

  /** After a 429: nobody calls before this many milliseconds have passed. */
  block(ms: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, this.#clock.now() + ms);
  }

  /** Milliseconds until the next call may go; `urgent` calls (everything that ends or changes something) are not spread. */
  delayMs(urgent: boolean): number {
    const now = this.#clock.now();
    const delays = [...this.#windows].map(([name, window]) => this.#windowDelayMs(name, window, now, urgent));
    return Math.min(patienceMs, Math.max(0, this.#blockedUntil - now, ...delays));
  }

  /** Waits for a place, takes it, and returns. */
  async wait(urgent: boolean, signal?: AbortSignal): Promise<void> {
    const delay = this.delayMs(urgent);
    if (delay > 0) await this.#clock.sleep(delay, signal);
    for (const window of this.#windows.values()) window.remaining -= 1;
  }

  #windowDelayMs(name: string, window: Window, now: number, urgent: boolean): number {
    const left = window.resetsAt - now;
    if (left <= 0) {
      this.#windows.delete(name);
      return 0;
    }
    if (window.remaining <= 0) return left;
    const quota = this.#quotas.get(name);
    if (urgent || quota === undefined || window.remaining >= quota * scarceShare) return 0;
    return Math.min(maxSpreadMs, left / (window.remaining + 1));
  }
}

/** Milliseconds that a 429 asks for: `Retry-After`, else the longest empty window, else undefined. */
export function retryAfterMs(headers: Headers): number | undefined {
  const seconds = Number(headers.get("Retry-After") ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1000;
  const empty = items(headers.get("RateLimit")).filter(({ parameters }) => parameters.get("r") === 0);
  const waits = empty.flatMap(({ parameters }) => parameters.get("t") ?? []);
  return waits.length === 0 ? undefined : Math.max(...waits) * 1000;
}

/** The members of a structured-field list such as `"minute";r=3;t=20, "hour";r=90;t=900`. */
function items(header: string | null): readonly { name: string; parameters: Map<string, number> }[] {
  return (header ?? "").split(",").flatMap((member) => {
    const [name = "", ...rest] = member.split(";").map((part) => part.trim());
    if (name === "") return [];
    const pairs = rest.map((part) => part.split("=")).map(([key = "", value]) => [key, Number(value)] as const);
    return [
      { name: name.replaceAll('"', ""), parameters: new Map(pairs.filter(([, value]) => Number.isFinite(value))) },
    ];
  });
}
