import { trainingStep } from "./python.ts";
import type { Step } from "./step.ts";
import { toolSteps } from "./tools.ts";
import { vitestStep } from "./vitest.ts";

/** How much is run. */
export type Extent = "fast" | "default" | "full";

/** The steps of a run, cheap ones first. Without a trainer image there are no steps that need containers. */
export function suite(image: { readonly name: string; readonly host: string } | undefined): Step[] {
  const steps: Step[] = [...toolSteps, vitestStep("unit tests", "unit")];
  if (image === undefined) return steps;
  steps.push(trainingStep(image), vitestStep("container tests", "container"));
  steps.push(vitestStep("cluster tests", "cluster"), vitestStep("end-to-end tests", "e2e*"));
  return steps;
}
