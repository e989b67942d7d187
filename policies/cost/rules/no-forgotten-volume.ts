import type { StackRule } from "../../rule/rule.ts";
import { NETWORK_VOLUME, TRAINING_JOB } from "../../rule/types.ts";

export const noForgottenVolume: StackRule = {
  id: "no-forgotten-volume",
  asks: "Every network volume is used by a job of its stack.",
  why: "It is paid for every month, and nobody looks for what nobody uses.",
  fix: "take it out of the configuration, or let a job use it",
  *judgeStack(resources) {
    const jobs = resources.filter(({ type }) => type === TRAINING_JOB);
    const used = new Set(jobs.flatMap(({ madeFrom }) => Object.values(madeFrom).flat()));
    for (const resource of resources) {
      if (resource.type === NETWORK_VOLUME && !used.has(resource.urn))
        yield { resource, where: "it", got: "is used by no job", allowed: "at least one" };
    }
  },
};
