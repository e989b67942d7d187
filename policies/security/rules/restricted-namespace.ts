import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf } from "../../rule/workload.ts";

const LABEL = "pod-security.kubernetes.io/enforce";

export const restrictedNamespace: ResourceRule = {
  id: "restricted-namespace",
  asks: "Every namespace enforces the profile `restricted` of Pod Security.",
  why: "Then the cluster itself refuses what slipped past a preview, also from other programs.",
  fix: `label it ${LABEL}: restricted`,
  *judge(resource) {
    if (kindOf(resource) !== "Namespace") return;
    const got = at(resource.props, "metadata", "labels", LABEL);
    if (got !== "restricted") yield { where: `metadata.labels["${LABEL}"]`, got: shown(got), allowed: "restricted" };
  },
};
