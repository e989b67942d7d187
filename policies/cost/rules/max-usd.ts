import type { ResourceValidationPolicy } from "@pulumi/policy";
import { ceilingConfig, judgeJob } from "../judge.ts";

/** Every TrainingJob has a cap in dollars within the environment's ceiling. */
export const maxUsd: ResourceValidationPolicy = {
  name: "max-usd",
  description: "A TrainingJob has maxUsd, and it is within the environment's ceiling.",
  enforcementLevel: "mandatory",
  configSchema: ceilingConfig,
  validateResource: (args, report) => {
    judgeJob(args, report, { rule: "max-usd", field: "maxUsd", unit: "USD", read: (props) => props["maxUsd"] });
  },
};
