import { at, list, shown, text, texts } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf } from "../../rule/workload.ts";

/** Verbs with which a role makes itself any other. */
const making = ["escalate", "bind", "impersonate"];

export const noClusterAdmin: ResourceRule = {
  id: "no-cluster-admin",
  asks: "Nobody is bound to cluster-admin, admin or edit, and no role may escalate, bind or impersonate.",
  why: "Each of them is a way to every secret of the cluster.",
  fix: "bind a Role that lists what is used",
  *judge(resource) {
    const kind = kindOf(resource) ?? "";
    if (["RoleBinding", "ClusterRoleBinding"].includes(kind)) {
      const name = at(resource.props, "roleRef", "name");
      if (name === undefined || ["cluster-admin", "admin", "edit"].includes(text(name) ?? ""))
        yield { where: "roleRef.name", got: shown(name), allowed: "a role of the stack's own" };
    }
    if (!["Role", "ClusterRole"].includes(kind)) return;
    for (const [index, rule] of list(at(resource.props, "rules")).entries()) {
      const verbs = texts(at(rule, "verbs")).filter((verb) => making.includes(verb));
      if (verbs.length > 0)
        yield {
          where: `rules[${index}].verbs`,
          got: `holds ${verbs.join(", ")}`,
          allowed: `none of ${making.join(", ")}`,
        };
    }
  },
};
