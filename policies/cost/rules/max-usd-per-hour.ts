import { at } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";
import { ceilingSettings, overMax } from "../ceiling.ts";

const id = "max-usd-per-hour";
const unit = "USD per hour";

export const maxUsdPerHour: ResourceRule = {
  id,
  asks: "A TrainingJob has maxUsdPerHour, and it and the planned price are within the environment's limit.",
  why: "Prices move; the limit is what the run is cancelled at, and where nobody knows a price it stands for it.",
  fix: "lower maxUsdPerHour",
  settings: ceilingSettings,
  *judge({ type, props }, settings) {
    if (type !== TRAINING_JOB) return;
    const [wrong] = overMax(id, settings, { field: "maxUsdPerHour", unit, value: at(props, "maxUsdPerHour") });
    if (wrong !== undefined) yield wrong;
    else yield* overMax(id, settings, { field: "plan.usdPerHour", unit, value: at(props, "plan", "usdPerHour") });
  },
};
