import { at } from "../../rule/reading.ts";
import type { StackRule } from "../../rule/rule.ts";
import { isOpen } from "../planned.ts";

export const updateWithinBalance: StackRule = {
  id: "update-within-balance",
  asks: "The account holds what all jobs that are not done can cost at worst, where its balance is known.",
  why: "At a balance of 0 RunPod ends pods in the middle of their work, also those of other stacks.",
  fix: "add money to the account, or run fewer jobs",
  settings: { balanceUsd: { type: "number" } }, // below 0 where RunPod has billed more than there was
  *judgeStack(resources, settings) {
    const balanceUsd = settings["balanceUsd"];
    if (typeof balanceUsd !== "number") return; // known-balance says so
    let worst = 0;
    for (const resource of resources.filter(isOpen)) {
      const usd = at(resource.props, "plan", "worstCaseUsd");
      if (typeof usd === "number" && usd > 0) worst += usd;
      else
        yield { resource, where: "plan.worstCaseUsd", got: "is not known", allowed: "an amount", fix: "give it a cap" };
    }
    if (worst > Math.max(0, balanceUsd)) {
      const got = `is ${worst.toFixed(2)} USD`;
      yield { where: "the worst case of its jobs", got, allowed: `the balance, ${balanceUsd.toFixed(2)} USD` };
    }
  },
};
