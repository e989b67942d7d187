import { at, keys, list, text, texts } from "../../rule/reading.ts";
import type { StackResource, StackRule } from "../../rule/rule.ts";
import { kindOf, namespaceOf, podsOf } from "../../rule/workload.ts";

export const networkPolicy: StackRule = {
  id: "network-policy",
  asks: "Every namespace with pods has a NetworkPolicy that takes all of them and, in both directions, opens nothing by itself.",
  why: "Without it every pod of the cluster reaches every other; one broken service is all of them.",
  fix: "add one with an empty podSelector and policyTypes [Ingress, Egress], and open ways by name",
  *judgeStack(resources) {
    const closed = { Ingress: new Set<string>(), Egress: new Set<string>() };
    for (const policy of resources.filter((resource) => kindOf(resource) === "NetworkPolicy")) {
      for (const direction of closes(policy)) closed[direction].add(namespaceOf(policy));
    }
    for (const resource of resources) {
      const name = spaceOf(resource);
      const open = name === undefined ? [] : (["Ingress", "Egress"] as const).filter((way) => !closed[way].has(name));
      if (open.length > 0)
        yield {
          resource,
          where: `namespace ${name ?? ""}`,
          got: `has no default policy for ${open.join(" and ")}`,
          allowed: "both",
        };
    }
  },
};

/** The namespace that a resource makes, or the one that it puts pods into. */
function spaceOf(resource: StackResource): string | undefined {
  if (kindOf(resource) === "Namespace") return text(at(resource.props, "metadata", "name"));
  return podsOf(resource) === undefined ? undefined : namespaceOf(resource);
}

/** The directions in which a policy closes a whole namespace. */
function closes({ props }: StackResource): readonly ("Ingress" | "Egress")[] {
  const selector = at(props, "spec", "podSelector");
  const all = keys(at(selector, "matchLabels")).length === 0 && list(at(selector, "matchExpressions")).length === 0;
  const types = texts(at(props, "spec", "policyTypes"));
  const opens = { Ingress: "ingress", Egress: "egress" } as const;
  return all
    ? (["Ingress", "Egress"] as const).filter(
        (way) => types.includes(way) && list(at(props, "spec", opens[way])).length === 0,
      )
    : [];
}
