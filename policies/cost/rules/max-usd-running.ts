import type { StackRule } from "../../rule/rule.ts";
import { ceilingSettings, overMax } from "../ceiling.ts";
import { figuresOf } from "../planned.ts";
import { pricesSetting, readPriceFile } from "../price-file.ts";

const id = "max-usd-running";

export const maxUsdRunning: StackRule = {
  id,
  asks: "All jobs that are not done, and all that stands, cost an hour together no more than the environment allows.",
  why: "Jobs run side by side; an evening in which nobody looks costs this times its hours.",
  fix: "run fewer jobs at a time",
  settings: { ...ceilingSettings, ...pricesSetting },
  *judgeStack(resources, settings) {
    const prices = readPriceFile(settings);
    if ("where" in prices) {
      yield prices;
      return;
    }
    const { figures, unknown } = figuresOf(resources, prices);
    yield* unknown;
    const value = Math.round(figures.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0) * 1000) / 1000;
    if (value > 0) yield* overMax(id, settings, { field: "all that runs at once", unit: "USD an hour", value });
  },
};
