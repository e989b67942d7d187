import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf, podsOf, replicasOf } from "../../rule/workload.ts";

export const minReplicas: ResourceRule = {
  id: "min-replicas",
  asks: "A Deployment that serves has at least `min` replicas.",
  why: "With one, every update of a node and every crash is an outage.",
  fix: "raise replicas",
  settings: { min: { type: "integer", minimum: 1 } },
  *judge(resource, settings) {
    const min = typeof settings["min"] === "number" ? settings["min"] : 1;
    if (kindOf(resource) !== "Deployment" || podsOf(resource)?.serves !== true) return;
    const replicas = replicasOf(resource);
    if (replicas < min) yield { where: "spec.replicas", got: `is ${replicas}`, allowed: `at least ${min}` };
  },
};
