import { TRAINING_JOB } from "../../components/lib/cost/figure.ts";
import { STARTS } from "./costs.ts";
import type { Events, Step, Violation } from "./engine-events.ts";

/**
 * What no preview could judge, since a value comes only with the update: the digest of an image that is still to be built.
 * `up` runs the packs again for it; each resource is judged before it is made. The words are the policy SDK's.
 */
export function judgedLater(events: Pick<Events, "violations">): readonly Violation[] {
  return events.violations.filter(isLater);
}

/** Whether it is no verdict yet. */
export function isLater({ level, message }: Violation): boolean {
  return level === "advisory" && message.startsWith("can't run policy");
}

/**
 * Whether `up` has something to judge that this preview did not see: a value of later, or what a job's rule will find in a
 * catalog that has moved by then.
 */
export function isJudgedAgain(events: Pick<Events, "violations" | "steps">): boolean {
  return judgedLater(events).length > 0 || events.steps.some(searches);
}

function searches({ type, op, inputs }: Step): boolean {
  return type === TRAINING_JOB && STARTS.has(op) && !Array.isArray(inputs["candidates"]);
}
