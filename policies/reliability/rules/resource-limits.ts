import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { containersOf } from "../../rule/workload.ts";

export const resourceLimits: ResourceRule = {
  id: "resource-limits",
  asks: "Every container has a limit for processor and memory.",
  why: "One that grows without end takes its neighbours down with it.",
  fix: "set resources.limits.cpu and resources.limits.memory",
  *judge(resource) {
    for (const { where, value } of containersOf(resource)) {
      for (const what of ["cpu", "memory"]) {
        const got = at(value, "resources", "limits", what);
        if (got === undefined)
          yield { where: `${where}.resources.limits.${what}`, got: shown(got), allowed: "an amount" };
      }
    }
  },
};
