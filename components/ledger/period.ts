import type { PeriodKind } from "./args.ts";

/** One period: from `startMs` to before `endMs`, epoch milliseconds. `key` names it: `2026-11`, `2026-11-23+7`, `2026-11-26`. */
export interface Period {
  readonly key: string;
  readonly startMs: number;
  readonly endMs: number;
}

const DAY_MS = 86_400_000;

/** The period that `nowMs` lies in, in UTC. Weeks begin on Monday. */
export function periodOf(kind: PeriodKind, nowMs: number): Period {
  const now = new Date(nowMs);
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  if (kind === "month") {
    const startMs = Date.UTC(year, month, 1);
    return { key: dayText(startMs).slice(0, 7), startMs, endMs: Date.UTC(year, month + 1, 1) };
  }
  const today = Date.UTC(year, month, day);
  if (kind === "day") return { key: dayText(today), startMs: today, endMs: today + DAY_MS };
  const startMs = today - ((now.getUTCDay() + 6) % 7) * DAY_MS;
  return { key: `${dayText(startMs)}+7`, startMs, endMs: startMs + 7 * DAY_MS };
}

const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
