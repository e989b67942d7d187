import { at, list } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";

export const severalCandidates: ResourceRule = {
  id: "several-candidates",
  asks: "A job names at least two places where it may run, or a rule that finds them.",
  why: "One kind of GPU in one data centre is sold out on some days.",
  fix: "add another GPU to candidates",
  *judge(resource) {
    if (resource.type !== TRAINING_JOB) return;
    const wishes = at(resource.props, "candidates");
    const found = Array.isArray(wishes) ? list(wishes).length : wishes === undefined ? 0 : 2;
    if (found < 2) yield { where: "candidates", got: `names ${found}`, allowed: "at least 2" };
  },
};
