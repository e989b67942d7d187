import { at } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";
import { ceilingSettings, overMax } from "../ceiling.ts";

const id = "max-usd";

export const maxUsd: ResourceRule = {
  id,
  asks: "A TrainingJob has maxUsd, and it is within the environment's limit.",
  why: "It is the one number that holds when everything else fails: the pod ends itself at it.",
  fix: "lower maxUsd",
  settings: ceilingSettings,
  *judge({ type, props }, settings) {
    if (type !== TRAINING_JOB) return;
    yield* overMax(id, settings, { field: "maxUsd", unit: "USD", value: at(props, "maxUsd") });
  },
};
