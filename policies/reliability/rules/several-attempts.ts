import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";

export const severalAttempts: ResourceRule = {
  id: "several-attempts",
  asks: "A job may try at least twice.",
  why: "A host that dies ends the pod; the next attempt goes on from the last checkpoint, under the same cap.",
  fix: "raise attempts",
  *judge(resource) {
    if (resource.type !== TRAINING_JOB) return;
    const attempts = at(resource.props, "attempts");
    if (typeof attempts !== "number" || attempts < 2)
      yield { where: "attempts", got: shown(attempts), allowed: "at least 2" };
  },
};
