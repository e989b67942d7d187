import { at, keys, list } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf } from "../../rule/workload.ts";

const everywhere = new Set(["0.0.0.0/0", "::/0"]);

export const noOpenIngress: ResourceRule = {
  id: "no-open-ingress",
  asks: "A NetworkPolicy that lets traffic in says from whom.",
  why: "A rule without `from`, or from every address, takes back what the default policy closed.",
  fix: "name the pods in `from` by namespace and labels",
  *judge(resource) {
    if (kindOf(resource) !== "NetworkPolicy") return;
    for (const [index, rule] of list(at(resource.props, "spec", "ingress")).entries()) {
      const where = `spec.ingress[${index}].from`;
      const from = list(at(rule, "from"));
      const allowed = "pods by their labels, or a range of addresses";
      if (from.length === 0) yield { where, got: "is missing: everybody", allowed };
      if (from.some(isEverybody)) yield { where, got: "takes everybody", allowed };
    }
  },
};

/** A peer without a limit, or all namespaces whatever their pods, or all addresses. */
function isEverybody(peer: unknown): boolean {
  const block = at(peer, "ipBlock", "cidr");
  if (typeof block === "string") return everywhere.has(block);
  const free = (selector: string) => {
    const value = at(peer, selector);
    return keys(at(value, "matchLabels")).length === 0 && list(at(value, "matchExpressions")).length === 0;
  };
  if (at(peer, "namespaceSelector") === undefined) return at(peer, "podSelector") === undefined;
  return free("namespaceSelector") && free("podSelector");
}
