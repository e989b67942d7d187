import type { StackRule } from "../../rule/rule.ts";
import { ceilingSettings, overMax } from "../ceiling.ts";
import { figuresOf } from "../planned.ts";
import { pricesSetting, readPriceFile } from "../price-file.ts";

const id = "max-usd-per-month";

export const maxUsdPerMonth: StackRule = {
  id,
  asks: "What stands costs a month no more than the environment allows; a price that nobody knows is refused.",
  why: "Volumes, claims and servers are paid for whether anybody uses them or not.",
  fix: "take down what nobody uses",
  settings: { ...ceilingSettings, ...pricesSetting },
  *judgeStack(resources, settings) {
    const prices = readPriceFile(settings);
    if ("where" in prices) {
      yield prices;
      return;
    }
    const { figures, unknown } = figuresOf(resources, prices);
    yield* unknown;
    const value = Math.round(figures.reduce((sum, { usdPerMonth }) => sum + usdPerMonth, 0) * 100) / 100;
    if (value > 0) yield* overMax(id, settings, { field: "what stands", unit: "USD a month", value });
  },
};
