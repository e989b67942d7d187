import { readFileSync } from "node:fs";
import { type Prices, readPrices } from "../../components/lib/cost/prices.ts";
import type { Settings, StackFinding } from "../rule/rule.ts";

/** The setting of a rule that needs prices: a file in this pack's folder `prices`, as `prod.json`. */
export const pricesSetting = { prices: { type: "string", pattern: "^[\\w-]+\\.json$" } } as const;

const fix = "set `prices` of this rule to a file in policies/cost/prices, and correct that file after dev.json";

/** The prices that a rule is told to use, or what is wrong with them. */
export function readPriceFile(settings: Settings): Prices | StackFinding {
  const name = settings["prices"];
  if (typeof name !== "string")
    return { where: "prices", got: "is missing", allowed: "a price file: nobody decided", fix };
  const read = parsed(new URL(`./prices/${name}`, import.meta.url));
  return typeof read === "string"
    ? { where: `prices/${name}`, got: `cannot be used: ${read}`, allowed: "a price file", fix }
    : read;
}

function parsed(file: URL): Prices | string {
  try {
    return readPrices(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
