import { at } from "../../rule/reading.ts";
import type { StackRule } from "../../rule/rule.ts";
import { ceilingSettings, overMax } from "../ceiling.ts";
import { isOpen } from "../planned.ts";

const id = "max-usd-per-update";

export const maxUsdPerUpdate: StackRule = {
  id,
  asks: "All jobs that are not done cost together, at worst, no more than the environment allows one update.",
  why: "Each of forty jobs may be within its own cap, and the update costs forty caps.",
  fix: "run fewer jobs, or lower their caps",
  settings: ceilingSettings,
  *judgeStack(resources, settings) {
    let worst = 0;
    for (const resource of resources.filter(isOpen)) {
      const usd = at(resource.props, "plan", "worstCaseUsd");
      if (typeof usd === "number" && usd > 0) worst += usd;
      else
        yield { resource, where: "plan.worstCaseUsd", got: "is not known", allowed: "an amount", fix: "give it a cap" };
    }
    const value = Math.round(worst * 1000) / 1000;
    if (worst > 0) yield* overMax(id, settings, { field: "the worst case of its jobs", unit: "USD", value });
  },
};
