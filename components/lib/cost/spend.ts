import { HOUR_SECONDS } from "../units.ts";

/** USD for `seconds` at `usdPerHour`. Billing is per second, so nothing is rounded here. */
export function spentUsd(seconds: number, usdPerHour: number): number {
  return (Math.max(0, seconds) * usdPerHour) / HOUR_SECONDS;
}

/** Whole seconds that `usd` pays for at `usdPerHour`, never more; 0 when nothing is left. A free hour pays for ever. */
export function secondsFor(usd: number, usdPerHour: number): number {
  if (usd <= 0) return 0;
  return usdPerHour <= 0 ? Number.POSITIVE_INFINITY : Math.floor((usd / usdPerHour) * HOUR_SECONDS);
}

/** The price that counts: the known one, else the ceiling. A missing price is never 0. */
export function priceOr(ceilingUsdPerHour: number, usdPerHour: number | null | undefined): number {
  const known = usdPerHour !== null && usdPerHour !== undefined && Number.isFinite(usdPerHour) && usdPerHour > 0;
  return known ? usdPerHour : ceilingUsdPerHour;
}

/** Up to tenths of a cent, as `$0.546`; whole cents from ten dollars on, as `$12.50`. */
export function formatUsd(usd: number): string {
  return `$${usd.toFixed(Math.abs(usd) < 10 ? 3 : 2)}`;
}
