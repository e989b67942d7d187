import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { containersOf } from "../../rule/workload.ts";

const allowed = ["RuntimeDefault", "Localhost"];

export const seccompProfile: ResourceRule = {
  id: "seccomp-profile",
  asks: "Every container runs under a seccomp profile.",
  why: "It closes the system calls that most ways out of a container go through.",
  fix: "set securityContext.seccompProfile.type to RuntimeDefault on the pod",
  *judge(resource) {
    for (const container of containersOf(resource)) {
      const type = at(container.security("seccompProfile"), "type");
      if (typeof type === "string" && allowed.includes(type)) continue;
      const where = `${container.where}.securityContext.seccompProfile.type`;
      yield { where, got: shown(type), allowed: allowed.join(" or ") };
    }
  },
};
