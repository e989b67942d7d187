import { at } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";
import { ceilingSettings, overMax } from "../ceiling.ts";

const id = "max-duration-minutes";

export const maxDurationMinutes: ResourceRule = {
  id,
  asks: "A TrainingJob has maxDurationMinutes, and it is within the environment's limit.",
  why: "A run that hangs is paid for by the minute.",
  fix: "lower maxDurationMinutes",
  settings: ceilingSettings,
  *judge({ type, props }, settings) {
    if (type !== TRAINING_JOB) return;
    yield* overMax(id, settings, {
      field: "maxDurationMinutes",
      unit: "minutes",
      value: at(props, "maxDurationMinutes"),
    });
  },
};
