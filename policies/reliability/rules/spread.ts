import { at, list } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { podsOf, replicasOf } from "../../rule/workload.ts";

export const spread: ResourceRule = {
  id: "spread",
  asks: "Several replicas are spread over nodes, unless they say that they must share one.",
  why: "Two replicas on one node fail together.",
  fix: "add topologySpreadConstraints over kubernetes.io/hostname, or a podAntiAffinity",
  *judge(resource) {
    const pods = podsOf(resource);
    if (pods?.serves !== true || replicasOf(resource) < 2) return;
    const affinity = at(pods.spec, "affinity");
    const spreads =
      list(at(pods.spec, "topologySpreadConstraints")).length > 0 || at(affinity, "podAntiAffinity") !== undefined;
    const together = at(affinity, "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution") !== undefined;
    if (!spreads && !together)
      yield { where: `${pods.path}.topologySpreadConstraints`, got: "is missing", allowed: "one over nodes" };
  },
};
