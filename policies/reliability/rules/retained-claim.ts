import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf } from "../../rule/workload.ts";

/** Annotation of a claim that a destroy leaves: policies do not see `retainOnDelete`. */
const RETAIN = "trainyard/retain";

export const retainedClaim: ResourceRule = {
  id: "retained-claim",
  asks: `A claim for a volume is protected or outlives the stack (annotation ${RETAIN}).`,
  why: "A database would go with one `down`, and its backups with it.",
  fix: "set retain to true where the component takes it, or protect the resource",
  *judge(resource) {
    if (kindOf(resource) !== "PersistentVolumeClaim" || resource.protect) return;
    const got = at(resource.props, "metadata", "annotations", RETAIN);
    if (got !== "true") yield { where: `metadata.annotations["${RETAIN}"]`, got: shown(got), allowed: "true" };
  },
};
