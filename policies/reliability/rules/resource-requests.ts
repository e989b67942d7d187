import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { containersOf } from "../../rule/workload.ts";

export const resourceRequests: ResourceRule = {
  id: "resource-requests",
  asks: "Every container reserves processor and memory.",
  why: "Without a request the scheduler counts it as nothing, puts too much on a node, and evicts it first.",
  fix: "set resources.requests.cpu and resources.requests.memory",
  *judge(resource) {
    for (const { where, value } of containersOf(resource)) {
      for (const what of ["cpu", "memory"]) {
        const got = at(value, "resources", "requests", what);
        if (got === undefined)
          yield { where: `${where}.resources.requests.${what}`, got: shown(got), allowed: "an amount" };
      }
    }
  },
};
