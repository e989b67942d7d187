import { z } from "zod";
import { NETWORK_VOLUME, TRAINING_JOB } from "../../components/lib/cost/figure.ts";
import type { Step } from "./engine-events.ts";

const jobInputs = z.looseObject({
  maxUsd: z.number(),
  maxUsdPerHour: z.number(),
  plan: z.looseObject({
    usdPerHour: z.number(),
    worstCaseUsd: z.number(),
    candidates: z.array(z.looseObject({ gpu: z.string(), usdPerHour: z.number(), source: z.string() })).default([]),
  }),
});
const volumeInputs = z.looseObject({ usdPerMonth: z.number() });

/** What a planned change costs, USD. */
export interface PlannedCost {
  readonly name: string;
  readonly op: string;
  /** While a pod runs. */
  readonly usdPerHour: number;
  /** Of this update, at most. */
  readonly worstCaseUsd: number;
  /** What stands for as long as nobody deletes it. */
  readonly usdPerMonth: number;
  /** `live`: from the catalog now; `ceiling`: nobody could say, so the limit stands for it. */
  readonly confidence: "live" | "ceiling";
}

/** Operations after which the resource starts work that costs money. */
export const STARTS = new Set(["create", "replace", "create-replacement", "update"]);

/** Steps that tell of a resource a second time, or of none: the halves of a replacement are counted once each. */
export const SILENT = new Set([
  "replace",
  "read",
  "read-discard",
  "refresh",
  "discard-replaced",
  "remove-pending-replace",
]);

/** The money in a preview: worst case of what would start, monthly cost of what would stand. */
export function plannedCosts(steps: readonly Step[]): readonly PlannedCost[] {
  return steps.flatMap((step): PlannedCost[] => {
    if (step.op.startsWith("delete") || SILENT.has(step.op)) return [];
    const common = { name: step.name, op: step.op };
    if (step.type === TRAINING_JOB) {
      const { data } = jobInputs.safeParse(step.inputs);
      if (data === undefined || !STARTS.has(step.op)) return [];
      const { usdPerHour, worstCaseUsd, candidates } = data.plan;
      const live = candidates.length > 0 && candidates.every((candidate) => candidate.source === "live");
      return [{ ...common, usdPerHour, worstCaseUsd, usdPerMonth: 0, confidence: live ? "live" : "ceiling" }];
    }
    if (step.type === NETWORK_VOLUME) {
      const { data } = volumeInputs.safeParse(step.inputs);
      if (data === undefined) return [];
      return [{ ...common, usdPerHour: 0, worstCaseUsd: 0, usdPerMonth: data.usdPerMonth, confidence: "live" }];
    }
    return [];
  });
}
