import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { containersOf } from "../../rule/workload.ts";

export const noPrivilegeEscalation: ResourceRule = {
  id: "no-privilege-escalation",
  asks: "No process of a container can gain more rights than the one that started it.",
  why: "A forgotten setuid program in the image would undo runAsNonRoot.",
  fix: "set securityContext.allowPrivilegeEscalation to false",
  *judge(resource) {
    for (const { where, value } of containersOf(resource)) {
      const got = at(value, "securityContext", "allowPrivilegeEscalation");
      if (got !== false)
        yield { where: `${where}.securityContext.allowPrivilegeEscalation`, got: shown(got), allowed: "false" };
    }
  },
};
