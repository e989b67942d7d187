import { at } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf } from "../../rule/workload.ts";

export const rollingUpdate: ResourceRule = {
  id: "rolling-update",
  asks: "A Deployment rolls: a new pod answers before an old one goes.",
  why: "`Recreate` is an outage at every update.",
  fix: "set strategy to RollingUpdate, with maxSurge above 0",
  *judge(resource) {
    if (kindOf(resource) !== "Deployment") return;
    const strategy = at(resource.props, "spec", "strategy");
    if (at(strategy, "type") === "Recreate")
      yield { where: "spec.strategy.type", got: "is Recreate", allowed: "RollingUpdate" };
    const surge = at(strategy, "rollingUpdate", "maxSurge");
    if (surge === 0 || surge === "0%")
      yield { where: "spec.strategy.rollingUpdate.maxSurge", got: "is 0", allowed: "above 0" };
  },
};
