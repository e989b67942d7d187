import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { areStale, type Prices, readPrices, STALE_DAYS } from "../../components/lib/cost/prices.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { limitsOf } from "./packs.ts";

const none: Prices = { source: "no price file", date: "", kubernetes: {}, cloudflare: {} };

/**
 * The prices of a stack's environment, which its limits name (`prices` of max-usd-per-month), and what is to be said of them.
 * Throws a Failure for a file that is none.
 */
export function pricesOf(root: string, stack: string, nowMs: number): { prices: Prices; warning?: string } {
  const named = priceFileOf(root, stack);
  if (named === undefined) {
    const what = `policies/cost/${stack}.json names no price file (prices of max-usd-per-month)`;
    return { prices: none, warning: `${what}: what carries no price of its own is not known` };
  }
  const name = join("policies", "cost", "prices", named);
  const prices = parsed(join(root, name));
  if (typeof prices === "string") throw noPrices(name, prices);
  if (!areStale(prices, nowMs)) return { prices };
  const age = `the prices of ${name} are of ${prices.date}`;
  return {
    prices,
    warning: `${age}, more than ${STALE_DAYS} days ago: look at ${prices.source} again and set the date`,
  };
}

const limits = z.looseObject({ "max-usd-per-month": z.looseObject({ prices: z.string() }) });

function priceFileOf(root: string, stack: string): string | undefined {
  if (!existsSync(join(root, "policies", "cost", `${stack}.json`))) return undefined;
  return limits.safeParse(limitsOf(root, "cost", stack)).data?.["max-usd-per-month"].prices;
}

function parsed(file: string): Prices | string {
  try {
    return readPrices(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function noPrices(on: string, why: string): Failure {
  const todo = "correct it after policies/cost/prices/dev.json";
  return new Failure({ what: "the price file cannot be used", on, why, todo }, exitCodes.refused);
}
