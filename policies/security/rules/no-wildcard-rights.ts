import { at, list, texts } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf } from "../../rule/workload.ts";

export const noWildcardRights: ResourceRule = {
  id: "no-wildcard-rights",
  asks: "A Role names its API groups, resources and verbs: no `*`.",
  why: "A wildcard also grants what will be added to the cluster tomorrow, secrets and rights among it.",
  fix: "list what is used",
  *judge(resource) {
    if (!["Role", "ClusterRole"].includes(kindOf(resource) ?? "")) return;
    for (const [index, rule] of list(at(resource.props, "rules")).entries()) {
      for (const field of ["apiGroups", "resources", "verbs", "nonResourceURLs"]) {
        const names = texts(at(rule, field));
        if (names.some((name) => name === "*"))
          yield { where: `rules[${index}].${field}`, got: `is [${names.join(", ")}]`, allowed: "names without *" };
      }
    }
  },
};
