import { at, list } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";
import { ceilingSettings, overMax } from "../ceiling.ts";

const id = "max-gpus";

export const maxGpus: ResourceRule = {
  id,
  asks: "A pod has at most as many GPUs as the environment allows.",
  why: "The price of a pod is that of one GPU times their number.",
  fix: "lower count",
  settings: ceilingSettings,
  *judge({ type, props }, settings) {
    if (type !== TRAINING_JOB) return;
    const wishes = at(props, "candidates");
    for (const [index, wish] of (Array.isArray(wishes) ? list(wishes) : [wishes]).entries())
      yield* overMax(id, settings, {
        field: `candidates[${index}].count`,
        unit: "GPUs",
        value: at(wish, "count") ?? 1,
      });
  },
};
