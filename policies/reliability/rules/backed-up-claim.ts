import { at, list, shown, text } from "../../rule/reading.ts";
import type { StackResource, StackRule } from "../../rule/rule.ts";
import { kindOf, makesClaims, namespaceOf, podsOf } from "../../rule/workload.ts";

/**
 * Annotation of a claim, or of a StatefulSet about those that it makes: the CronJob that copies them elsewhere, or `none` where
 * what they hold can be made again.
 */
const BACKUP = "trainyard/backup";

export const backedUpClaim: StackRule = {
  id: "backed-up-claim",
  asks: `A claim that a StatefulSet mounts, or a StatefulSet that makes claims, says which CronJob backs it up (annotation ${BACKUP}), and that one runs.`,
  why: "A disk that fails, or a wrong DELETE, is only survived by a copy that was made before.",
  fix: `annotate it with ${BACKUP}: <name of a CronJob>, or with none where it can be made again`,
  *judgeStack(resources) {
    const mounted = new Set(resources.filter((one) => kindOf(one) === "StatefulSet").flatMap(claimsOf));
    const isKept = (one: StackResource) =>
      kindOf(one) === "PersistentVolumeClaim" ? mounted.has(nameOf(one)) : makesClaims(one);
    for (const resource of resources.filter(isKept)) {
      const where = `metadata.annotations["${BACKUP}"]`;
      const backup = text(at(resource.props, "metadata", "annotations", BACKUP));
      if (backup === "none") continue;
      const job = resources.find(
        (one) => kindOf(one) === "CronJob" && nameOf(one) === `${namespaceOf(resource)}/${backup ?? ""}`,
      );
      if (job === undefined)
        yield { resource, where, got: shown(backup), allowed: "the name of a CronJob of its namespace" };
      else if (at(job.props, "spec", "suspend") === true)
        yield { resource, where, got: `names ${backup ?? ""}, which is suspended`, allowed: "a CronJob that runs" };
    }
  },
};

const nameOf = (resource: StackResource): string =>
  `${namespaceOf(resource)}/${text(at(resource.props, "metadata", "name")) ?? ""}`;

function claimsOf(resource: StackResource): readonly string[] {
  return list(at(podsOf(resource)?.spec, "volumes")).flatMap((volume) => {
    const claim = text(at(volume, "persistentVolumeClaim", "claimName"));
    return claim === undefined ? [] : [`${namespaceOf(resource)}/${claim}`];
  });
}
