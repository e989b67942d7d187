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
 * Most tests of containers wait more than they compute: their lanes run side by side, each with names, ports, homes and
 * namespaces of its own, and what only computes takes the processors that they leave. The one thing that cannot be shared
 * is the machine as `./yard down` takes stock of it (mounts, links, packet filter, cgroups): what changes it, or takes stock
 * without a stack, runs alone, and before what calls `./yard down`.
 *
 * In a full run fewer things happen at a time: much of it is killed under load, and watched by the clock.
 */
export function suite(
  image: { readonly name: string; readonly host: string } | undefined,
  extent: Extent,
): readonly Stage[] {
  const computing: Lane = [...toolSteps, ...pythonSteps, actionlintStep, vitestStep("unit tests", "unit", "behind")];
  if (image === undefined) return [[computing]];
  const containers: Lane = [
    trainingStep(image),
    vitestStep("browser tests", "browser"),
    vitestStep("container tests", "container"),
  ];
  const cluster: Lane = [vitestStep("cluster tests", "cluster")];
  const alone = vitestStep("tests that take stock of the machine", "alone");
  const stacks = vitestStep("end-to-end tests", "e2e");
  if (extent === "full") return [[[...computing, ...containers], cluster], [[alone, stacks]]];
  return [[computing, containers, cluster, [alone, stacks]]];
}
