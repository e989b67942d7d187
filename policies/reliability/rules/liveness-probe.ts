import { at } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { lastingContainersOf, podsOf } from "../../rule/workload.ts";

export const livenessProbe: ResourceRule = {
  id: "liveness-probe",
  asks: "Every container that serves says whether it still lives.",
  why: "A process that hangs is only started again when somebody notices; this is somebody.",
  fix: "add a livenessProbe that is slower to fail than the readinessProbe",
  *judge(resource) {
    if (podsOf(resource)?.serves !== true) return;
    for (const { where, value } of lastingContainersOf(resource)) {
      if (at(value, "livenessProbe") === undefined)
        yield { where: `${where}.livenessProbe`, got: "is missing", allowed: "a probe" };
    }
  },
};
