import type { Clock } from "./clock.ts";
import { Problem, texts } from "./problem.ts";
import type { RateLimits } from "./settings.ts";

const WINDOWS = [
  { name: "minute", seconds: 60 },
  { name: "hour", seconds: 3600 },
  { name: "day", seconds: 86_400 },
] as const;

/** Requests of the account, counted in three fixed windows. */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #limits: RateLimits | null;
  readonly #used = { minute: { since: 0, count: 0 }, hour: { since: 0, count: 0 }, day: { since: 0, count: 0 } };

  constructor(clock: Clock, limits: RateLimits | null) {
    this.#clock = clock;
    this.#limits = limits;
  }

  #windows(): { name: string; quota: number; left: number; resetSeconds: number; seconds: number }[] {
    const limits = this.#limits;
    if (limits === null) return [];
    const now = this.#clock.now();
    return WINDOWS.map(({ name, seconds }) => {
      const used = this.#used[name];
      const isOver = now < used.since || now - used.since >= seconds * 1000; // before its begin: the clock was set back
      if (isOver) Object.assign(used, { since: now, count: 0 });
      const resetSeconds = Math.max(1, Math.ceil((used.since + seconds * 1000 - now) / 1000));
      return { name, quota: limits[name], left: Math.max(0, limits[name] - used.count), resetSeconds, seconds };
    });
  }

  /** Counts one request. Throws Problem 429 with the longest wait where a window is used up. */
  take(): void {
    const empty = this.#windows().filter((window) => window.left === 0);
    const longest = empty.reduce((a, b) => (b.resetSeconds > a.resetSeconds ? b : a), empty[0] ?? NONE);
    if (empty.length > 0)
      throw new Problem(429, texts.rate(longest.name), { headers: { "retry-after": String(longest.resetSeconds) } });
    for (const { name } of WINDOWS) this.#used[name].count++;
  }

  /** RateLimit and RateLimit-Policy; none for an exempt account. */
  headers(): Record<string, string> {
    const windows = this.#windows();
    if (windows.length === 0) return {};
    return {
      ratelimit: windows.map((one) => `"${one.name}";r=${one.left};t=${one.resetSeconds}`).join(", "),
      "ratelimit-policy": windows.map((one) => `"${one.name}";q=${one.quota};w=${one.seconds}`).join(", "),
    };
  }
}

const NONE = { name: "", quota: 0, left: 0, resetSeconds: 0, seconds: 0 };
