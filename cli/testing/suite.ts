import { actionlintStep } from "./actionlint.ts";
import { trainingStep } from "./python.ts";
import { pythonSteps } from "./python-checks.ts";
import type { Lane, Stage } from "./step.ts";
import { toolSteps } from "./tools.ts";
import { vitestStep } from "./vitest.ts";

/** How much is run. */
export type Extent = "fast" | "default" | "full";

/**
 * The stages of a run. Without a trainer image there are no steps that need containers.
 *
 * Tests of the cluster wait more than they compute, so they run beside those that compute, one file at a time; stacks end to
 * end follow, three files at a time. More at a time is slower on two processors, and what waits by the clock fails (decision 0076).
 * What changes the machine that `./yard down` takes stock of (mounts, links, packet filter, cgroups), or takes stock
 * without a stack, runs alone, and before what calls `./yard down`.
 */
export function suite(image: { readonly name: string; readonly host: string } | undefined): readonly Stage[] {
  const computing: Lane = [...toolSteps, ...pythonSteps, actionlintStep, vitestStep("unit tests", "unit")];
  if (image === undefined) return [[computing]];
  const containers: Lane = [
    trainingStep(image),
    vitestStep("browser tests", "browser"),
    vitestStep("container tests", "container"),
  ];
  const alone = vitestStep("tests that take stock of the machine", "alone");
  return [
    [[...computing, ...containers], [vitestStep("cluster tests", "cluster")]],
    [[alone, vitestStep("end-to-end tests", "e2e")]],
  ];
}
