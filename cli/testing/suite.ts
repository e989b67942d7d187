import { actionlintStep } from "./actionlint.ts";
import { trainingStep } from "./python.ts";
import { pythonSteps } from "./python-checks.ts";
import type { Stage } from "./step.ts";
import { toolSteps } from "./tools.ts";
import { vitestStep } from "./vitest.ts";

/** How much is run. */
export type Extent = "fast" | "default" | "full";

/**
 * The stages of a run, cheap ones first. Without a trainer image there are no steps that need containers. Tests of the
 * cluster wait more than they compute, so they run beside those that compute; so does the whole platform beside the
 * other end-to-end tests. What changes the machine that others take stock of comes last and alone.
 */
export function suite(image: { readonly name: string; readonly host: string } | undefined): readonly Stage[] {
  const plain = [...toolSteps, ...pythonSteps, actionlintStep, vitestStep("unit tests", "unit")];
  if (image === undefined) return [[plain]];
  return [
    [
      [
        ...plain,
        trainingStep(image),
        vitestStep("browser tests", "browser"),
        vitestStep("container tests", "container"),
      ],
      [vitestStep("cluster tests", "cluster")],
    ],
    [[vitestStep("end-to-end tests", "e2e")], [vitestStep("whole-platform test", "e2e-platform")]],
    [[vitestStep("end-to-end tests that run alone", "e2e-alone")]],
  ];
}
