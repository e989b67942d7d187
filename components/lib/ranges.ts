import type { Problem } from "./errors.ts";

/** The problem of a number that is not whole or not from `least` to `most`. */
export function wholeProblems(path: string, value: number, least: number, most: number): readonly Problem[] {
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  return [{ path, reason: `must be a whole number from ${least} to ${most}, got ${value}` }];
}

const field = String.raw`[\d*][\d*/,-]*`;
const schedule = new RegExp(`^${field}(?: ${field}){4}$`);

/** The problem of a text that is not a cron schedule of five fields. */
export function scheduleProblems(path: string, value: string): readonly Problem[] {
  if (schedule.test(value)) return [];
  const example = `as "17 2 * * *" (minute, hour, day, month, weekday; UTC)`;
  return [{ path, reason: `must be a cron schedule ${example}, got ${JSON.stringify(value)}` }];
}
