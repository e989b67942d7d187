import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf } from "../../rule/workload.ts";

const MAX_RUNS = 10;

export const keptHistory: ResourceRule = {
  id: "kept-history",
  asks: "A CronJob says how many finished runs it keeps, and keeps at least one that failed.",
  why: "Too many fill the cluster's store; without the failed one nobody learns why.",
  fix: "set successfulJobsHistoryLimit and failedJobsHistoryLimit",
  *judge(resource) {
    if (kindOf(resource) !== "CronJob") return;
    for (const [field, min] of [
      ["successfulJobsHistoryLimit", 0],
      ["failedJobsHistoryLimit", 1],
    ] as const) {
      const got = at(resource.props, "spec", field);
      if (typeof got !== "number" || got < min || got > MAX_RUNS)
        yield { where: `spec.${field}`, got: shown(got), allowed: `${min} to ${MAX_RUNS}` };
    }
  },
};
