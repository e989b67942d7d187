import type { StackRule } from "../../rule/rule.ts";
import { ceilingSettings } from "../ceiling.ts";
import { pricesSetting } from "../price-file.ts";
import { overTotal } from "../stack-total.ts";

const id = "max-usd-running";

export const maxUsdRunning: StackRule = {
  id,
  asks: "All jobs that are not done, and all that stands, cost an hour together no more than the environment allows.",
  why: "Jobs run side by side; an evening in which nobody looks costs this times its hours.",
  fix: "run fewer jobs at a time",
  settings: { ...ceilingSettings, ...pricesSetting },
  judgeStack: (resources, settings) =>
    overTotal(id, resources, settings, {
      field: "all that runs at once",
      unit: "USD an hour",
      digits: 3,
      of: ({ usdPerHour }) => usdPerHour,
    }),
};
