import type { ResourceValidationPolicy } from "@pulumi/policy";
import { ceilingConfig, judgeJob } from "../judge.ts";

const rule = "max-duration-minutes";

/** Every TrainingJob has a longest duration within the environment's ceiling. */
export const maxDurationMinutes: ResourceValidationPolicy = {
  name: rule,
  description: "A TrainingJob has maxDurationMinutes, and it is within the environment's ceiling.",
  enforcementLevel: "mandatory",
  configSchema: ceilingConfig,
  validateResource: (args, report) => {
    judgeJob(args, report, {
      rule,
      field: "maxDurationMinutes",
      unit: "minutes",
      read: (props) => props["maxDurationMinutes"],
    });
  },
};
