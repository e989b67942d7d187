import type { ResourceValidationPolicy } from "@pulumi/policy";
import { ceilingConfig, judgeJob, type Judged } from "../judge.ts";

const rule = "max-usd-per-hour";
const unit = "USD per hour";

/** Every TrainingJob has a price ceiling within the environment's, and so is the price that its plan shows. */
export const maxUsdPerHour: ResourceValidationPolicy = {
  name: rule,
  description: "A TrainingJob has maxUsdPerHour, and it and the planned price are within the environment's ceiling.",
  enforcementLevel: "mandatory",
  configSchema: ceilingConfig,
  validateResource: (args, report) => {
    const ceiling = { rule, field: "maxUsdPerHour", unit, read: readCeiling };
    if (judgeJob(args, report, ceiling))
      judgeJob(args, report, { rule, field: "plan.usdPerHour", unit, read: plannedUsdPerHour });
  },
};

const readCeiling: Judged["read"] = (props) => props["maxUsdPerHour"];

/** Touches nothing below a plan that is not known: reading it throws, and the rule fails closed. */
function plannedUsdPerHour(props: Readonly<Record<string, unknown>>): unknown {
  const plan = props["plan"];
  return typeof plan === "object" && plan !== null && "usdPerHour" in plan ? plan.usdPerHour : undefined;
}
