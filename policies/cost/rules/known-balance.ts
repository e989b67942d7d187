import type { StackRule } from "../../rule/rule.ts";
import { isOpen } from "../planned.ts";

export const knownBalance: StackRule = {
  id: "known-balance",
  asks: "The account's balance is known when jobs are to run.",
  why: "Otherwise nobody checks beforehand whether it pays for them; each job's own cap still holds.",
  fix: "preview with ./yard, with a key that may read the balance",
  level: "advisory",
  settings: { balanceUsd: { type: "number" } }, // below 0 where RunPod has billed more than there was
  *judgeStack(resources, settings) {
    if (typeof settings["balanceUsd"] === "number" || !resources.some(isOpen)) return;
    yield { where: "the balance", got: "is not known", allowed: "at least the worst case of its jobs" };
  },
};
