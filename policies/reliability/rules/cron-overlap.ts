import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf } from "../../rule/workload.ts";

export const cronOverlap: ResourceRule = {
  id: "cron-overlap",
  asks: "A CronJob says that its runs do not overlap.",
  why: "A slow dump beside the next one makes both slower, until nothing else runs.",
  fix: "set concurrencyPolicy to Forbid or Replace",
  *judge(resource) {
    if (kindOf(resource) !== "CronJob") return;
    const got = at(resource.props, "spec", "concurrencyPolicy");
    if (got !== "Forbid" && got !== "Replace")
      yield { where: "spec.concurrencyPolicy", got: shown(got), allowed: "Forbid or Replace" };
  },
};
