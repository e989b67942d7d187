import { at, list, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";

export const secureCloud: ResourceRule = {
  id: "secure-cloud",
  asks: "A job runs in RunPod's SECURE pool.",
  why: "COMMUNITY hosts belong to private persons, who can read the data and the model on their disks.",
  fix: "set cloud to SECURE",
  *judge(resource) {
    if (resource.type !== TRAINING_JOB) return;
    const wishes = at(resource.props, "candidates");
    if (wishes === undefined) yield { where: "candidates", got: "is missing", allowed: "SECURE" };
    for (const [index, wish] of (Array.isArray(wishes) ? list(wishes) : [wishes]).entries()) {
      const cloud = at(wish, "cloud") ?? (Array.isArray(wishes) ? undefined : "SECURE");
      if (wish !== undefined && cloud !== "SECURE")
        yield { where: `candidates[${index}].cloud`, got: shown(cloud), allowed: "SECURE" };
    }
  },
};
