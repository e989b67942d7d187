/** Seconds in a minute. */
export const MINUTE_SECONDS = 60;
/** Seconds in an hour: prices are per hour, RunPod bills per second. */
export const HOUR_SECONDS = 3600;
/** Hours in the month that RunPod's storage prices mean (365 days / 12). */
export const MONTH_HOURS = 730;

/** `2 h 11 min`, `45 s`: a length of time for people. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < MINUTE_SECONDS) return `${whole} s`;
  const hours = Math.floor(whole / HOUR_SECONDS);
  const minutes = Math.floor((whole % HOUR_SECONDS) / MINUTE_SECONDS);
  if (hours > 0) return `${hours} h ${minutes} min`;
  const rest = whole % MINUTE_SECONDS;
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
}

const byteUnits = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"] as const;

/** `3.2 GiB`, `512 bytes`: an amount of data for people. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return `${power === 0 || amount >= 100 ? Math.round(amount) : Number(amount.toFixed(1))} ${byteUnits[power] ?? ""}`;
}
