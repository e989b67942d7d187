import { areStale, STALE_DAYS } from "../../../components/lib/cost/prices.ts";
import type { StackRule } from "../../rule/rule.ts";
import { pricesSetting, readPriceFile } from "../price-file.ts";

export const freshPrices: StackRule = {
  id: "fresh-prices",
  asks: `The environment's prices were read within the last ${STALE_DAYS} days.`,
  why: "Prices rose by a third in one summer; a limit judged by old ones is none.",
  fix: "look at the source again, correct the prices and set the date",
  level: "advisory",
  settings: pricesSetting,
  *judgeStack(_resources, settings) {
    const prices = readPriceFile(settings);
    if ("where" in prices) {
      yield prices;
      return;
    }
    const { date, source } = prices;
    if (areStale(prices, Date.now()))
      yield { where: `prices of ${source}`, got: `are of ${date}`, allowed: `not older than ${STALE_DAYS} days` };
  },
};
