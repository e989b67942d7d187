import { RETAIN } from "../../../components/lib/cost/kept.ts";
import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf, makesClaims } from "../../rule/workload.ts";

/** What a StatefulSet does with the claims of its templates when it is deleted; Kubernetes keeps them unless told. */
const WHEN_DELETED = ["spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted"] as const;

export const retainedClaim: ResourceRule = {
  id: "retained-claim",
  asks: `A claim for a volume is protected or outlives the stack (annotation ${RETAIN}; whenDeleted: Retain of a StatefulSet that makes claims).`,
  why: "A database would go with one `down`, and its backups with it.",
  fix: "set retain to true where the component takes it, or protect the resource",
  *judge(resource) {
    if (resource.protect) return;
    if (makesClaims(resource)) {
      const got = at(resource.props, ...WHEN_DELETED) ?? "Retain";
      if (got !== "Retain") yield { where: WHEN_DELETED.join("."), got: shown(got), allowed: "Retain" };
    }
    if (kindOf(resource) !== "PersistentVolumeClaim") return;
    const got = at(resource.props, "metadata", "annotations", RETAIN);
    if (got !== "true") yield { where: `metadata.annotations["${RETAIN}"]`, got: shown(got), allowed: "true" };
  },
};
