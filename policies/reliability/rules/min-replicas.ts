import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf, replicasOf } from "../../rule/workload.ts";

export const minReplicas: ResourceRule = {
  id: "min-replicas",
  asks: "A Deployment has at least `min` replicas.",
  why: "With one, every update of a node and every crash is an outage.",
  fix: "raise replicas",
  settings: { min: { type: "integer", minimum: 1 } },
  *judge(resource, settings) {
    const min = typeof settings["min"] === "number" ? settings["min"] : 1;
    if (kindOf(resource) !== "Deployment") return;
    const replicas = replicasOf(resource);
    if (replicas < min) yield { where: "spec.replicas", got: `is ${replicas}`, allowed: `at least ${min}` };
  },
};
