import { shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { containersOf } from "../../rule/workload.ts";

export const runAsNonRoot: ResourceRule = {
  id: "run-as-non-root",
  asks: "Every container must run as another user than root.",
  why: "Root in a container is one fault of the kernel away from root on the node.",
  fix: "set securityContext.runAsNonRoot to true and runAsUser to a user of the image",
  *judge(resource) {
    for (const container of containersOf(resource)) {
      const [must, user] = [container.security("runAsNonRoot"), container.security("runAsUser")];
      const where = `${container.where}.securityContext`;
      if (must !== true) yield { where: `${where}.runAsNonRoot`, got: shown(must), allowed: "true" };
      if (user === 0) yield { where: `${where}.runAsUser`, got: "is 0", allowed: "above 0" };
    }
  },
};
