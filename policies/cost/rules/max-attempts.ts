import { at } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";
import { ceilingSettings, overMax } from "../ceiling.ts";

const id = "max-attempts";

export const maxAttempts: ResourceRule = {
  id,
  asks: "A TrainingJob tries at most as often as the environment allows.",
  why: "Every attempt may cost a whole run, and a fault of the recipe fails each time.",
  fix: "lower attempts",
  settings: ceilingSettings,
  *judge({ type, props }, settings) {
    if (type !== TRAINING_JOB) return;
    yield* overMax(id, settings, { field: "attempts", unit: "attempts", value: at(props, "attempts") });
  },
};
