import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { kindOf } from "../../rule/workload.ts";

export const jobDeadline: ResourceRule = {
  id: "job-deadline",
  asks: "Every Job, also that of a CronJob, has a longest duration and a limit of retries.",
  why: "One that hangs holds its memory for ever, and the next one waits behind it.",
  fix: "set activeDeadlineSeconds and backoffLimit",
  *judge(resource) {
    const kind = kindOf(resource);
    if (kind !== "Job" && kind !== "CronJob") return;
    const path = kind === "Job" ? ["spec"] : ["spec", "jobTemplate", "spec"];
    for (const field of ["activeDeadlineSeconds", "backoffLimit"]) {
      const got = at(resource.props, ...path, field);
      if (typeof got !== "number") yield { where: [...path, field].join("."), got: shown(got), allowed: "a number" };
    }
  },
};
