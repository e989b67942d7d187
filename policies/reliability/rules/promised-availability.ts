import { at, text } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { podsOf, replicasOf } from "../../rule/workload.ts";

/** Annotation with the percentage of time for which a workload is promised to answer. */
const PROMISE = "trainyard/availability-percent";
/** Above it a month leaves 43 minutes: less than the replacement of a node takes. */
const ALONE_PERCENT = 99.9;

export const promisedAvailability: ResourceRule = {
  id: "promised-availability",
  asks: `A workload that promises ${ALONE_PERCENT} % or more (annotation ${PROMISE}) has at least two replicas.`,
  why: "One replica is down for as long as its node takes to be replaced, and that alone breaks the promise.",
  fix: "raise replicas, or promise less",
  *judge(resource) {
    if (podsOf(resource)?.serves !== true) return;
    const said = text(at(resource.props, "metadata", "annotations", PROMISE));
    if (said === undefined) return;
    const percent = Number(said);
    const where = `metadata.annotations["${PROMISE}"]`;
    if (!(percent > 0 && percent < 100))
      yield { where, got: `is ${JSON.stringify(said)}`, allowed: "a percentage below 100", fix: "correct it" };
    else if (percent >= ALONE_PERCENT && replicasOf(resource) < 2)
      yield {
        where: "spec.replicas",
        got: `is ${replicasOf(resource)} behind a promise of ${said} %`,
        allowed: "at least 2",
      };
  },
};
