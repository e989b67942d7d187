import { MONTH_HOURS } from "../units.ts";
import type { Figure } from "./figure.ts";

/** The figure of what costs `usdPerMonth` for as long as it exists, by a list of prices. */
export function standing(usdPerMonth: number): Figure {
  return { kind: "stands", usdPerHour: usdPerMonth / MONTH_HOURS, usdPerMonth, worstCaseUsd: 0, confidence: "file" };
}
