import { at } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { containersOf } from "../../rule/workload.ts";

export const noPrivilegedContainer: ResourceRule = {
  id: "no-privileged-container",
  asks: "No container is privileged.",
  why: "A privileged container is root on its node, and so on all that runs there.",
  fix: "remove privileged, and add the one capability that is needed",
  *judge(resource) {
    for (const { where, value } of containersOf(resource)) {
      if (at(value, "securityContext", "privileged") === true)
        yield { where: `${where}.securityContext.privileged`, got: "is true", allowed: "false" };
    }
  },
};
