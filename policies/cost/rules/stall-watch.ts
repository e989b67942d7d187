import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";

export const stallWatch: ResourceRule = {
  id: "stall-watch",
  asks: "A job that makes no progress is ended: stallMinutes is set.",
  why: "Otherwise a run that hangs at its first batch is paid for until its last minute.",
  fix: "set stallMinutes",
  *judge({ type, props }) {
    if (type !== TRAINING_JOB) return;
    const stall = at(props, "stallMinutes");
    if (typeof stall !== "number" || stall <= 0) yield { where: "stallMinutes", got: shown(stall), allowed: "minutes" };
  },
};
