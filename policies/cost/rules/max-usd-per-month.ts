import type { StackRule } from "../../rule/rule.ts";
import { ceilingSettings } from "../ceiling.ts";
import { pricesSetting } from "../price-file.ts";
import { overTotal } from "../stack-total.ts";

const id = "max-usd-per-month";

export const maxUsdPerMonth: StackRule = {
  id,
  asks: "What stands costs a month no more than the environment allows; a price that nobody knows is refused.",
  why: "Volumes, claims and servers are paid for whether anybody uses them or not.",
  fix: "take down what nobody uses",
  settings: { ...ceilingSettings, ...pricesSetting },
  judgeStack: (resources, settings) =>
    overTotal(id, resources, settings, {
      field: "what stands",
      unit: "USD a month",
      digits: 2,
      of: ({ usdPerMonth }) => usdPerMonth,
    }),
};
