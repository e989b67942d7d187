import { at } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { lastingContainersOf, podsOf } from "../../rule/workload.ts";

export const readinessProbe: ResourceRule = {
  id: "readiness-probe",
  asks: "Every container that serves says when it is ready.",
  why: "Without it requests go to a pod that still starts, and a roll-out takes the old one away too early.",
  fix: "add a readinessProbe that asks for a real answer",
  *judge(resource) {
    if (podsOf(resource)?.serves !== true) return;
    for (const { where, value } of lastingContainersOf(resource)) {
      if (at(value, "readinessProbe") === undefined)
        yield { where: `${where}.readinessProbe`, got: "is missing", allowed: "a probe" };
    }
  },
};
