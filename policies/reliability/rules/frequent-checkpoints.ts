import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";

const MAX_MINUTES = 60;

export const frequentCheckpoints: ResourceRule = {
  id: "frequent-checkpoints",
  asks: `A job writes a checkpoint at least every ${MAX_MINUTES} minutes, and keeps two.`,
  why: "What was trained since the last one is paid for again; and the newest may be the one that was cut short.",
  fix: "lower checkpointMinutes, keep at least 2",
  *judge(resource) {
    if (resource.type !== TRAINING_JOB) return;
    const minutes = at(resource.props, "checkpointMinutes");
    if (typeof minutes !== "number" || !(minutes <= MAX_MINUTES))
      yield { where: "checkpointMinutes", got: shown(minutes), allowed: `at most ${MAX_MINUTES}` };
    const kept = at(resource.props, "checkpointKeep");
    if (typeof kept !== "number" || kept < 2)
      yield { where: "checkpointKeep", got: shown(kept), allowed: "at least 2" };
  },
};
