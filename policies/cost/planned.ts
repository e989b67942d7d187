import { costOf, type Figure } from "../../components/lib/cost/figure.ts";
import type { Prices } from "../../components/lib/cost/prices.ts";
import type { StackFinding, StackResource } from "../rule/rule.ts";
import { TRAINING_JOB } from "../rule/types.ts";
import { at } from "../rule/reading.ts";
import { unknownPath } from "../rule/unknown.ts";

/** Whether a job still costs something: it has no result yet, or one that a next attempt goes on from. */
export function isOpen({ type, props }: StackResource): boolean {
  if (type !== TRAINING_JOB) return false;
  const status = at(props, "status");
  return status !== "succeeded";
}

/** What a resource costs that will cost something: a run that is over costs no more. A finding where nobody knows. */
function costNow(resource: StackResource, prices: Prices): Figure | StackFinding | undefined {
  const { type, name } = resource;
  if (type === TRAINING_JOB && !isOpen(resource)) return undefined;
  const fix = "give the price: policies/cost/prices/<stack>.json has those of the environment";
  const nobodyKnows = { resource, where: "its cost", allowed: "a known price", fix };
  try {
    const cost = costOf({ type, name, inputs: resource.props }, prices);
    if (cost?.kind === "unknown") return { ...nobodyKnows, got: `is not known: ${cost.why}` };
    return cost?.kind === "uncounted" ? undefined : cost;
  } catch (error) {
    const path = unknownPath(error);
    if (path === undefined) throw error;
    return {
      ...nobodyKnows,
      got: `is not known in preview, since ${path} is not`,
      fix: `give ${path} as a plain value`,
    };
  }
}

/** All figures of a stack, and a finding for each resource without one. */
export function figuresOf(
  resources: readonly StackResource[],
  prices: Prices,
): { figures: Figure[]; unknown: StackFinding[] } {
  const figures: Figure[] = [];
  const unknown: StackFinding[] = [];
  for (const resource of resources) {
    const cost = costNow(resource, prices);
    if (cost === undefined) continue;
    if ("where" in cost) unknown.push(cost);
    else figures.push(cost);
  }
  return { figures, unknown };
}
