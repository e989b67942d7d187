import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";

export const maxKeepMinutes: ResourceRule = {
  id: "max-keep-minutes",
  asks: "A failed pod is kept for a look inside for at most `max` minutes; without a limit for none.",
  why: "It costs as much as one that trains, and most people look at the log.",
  fix: "lower keepOnFailureMinutes",
  settings: { max: { type: "number", minimum: 0 } },
  *judge({ type, props }, settings) {
    if (type !== TRAINING_JOB) return;
    const max = typeof settings["max"] === "number" ? settings["max"] : 0;
    const kept = at(props, "keepOnFailureMinutes") ?? 0;
    if (typeof kept !== "number" || kept > max)
      yield { where: "keepOnFailureMinutes", got: shown(kept), allowed: `at most ${max}` };
  },
};
