import { actionlintStep } from "./actionlint.ts";
import { knownFiles } from "./known-files.ts";
import { unlessPassedBefore } from "./passed-before.ts";
import { trainingStep } from "./python.ts";
import { pythonSteps } from "./python-checks.ts";
import type { SourceTree } from "./source-tree.ts";
import type { Lane, Stage, Step } from "./step.ts";
import { toolSteps } from "./tools.ts";
import { vitestStep } from "./vitest.ts";

/** How much is run. */
export type Extent = "fast" | "default" | "full";

/** The trainer image by its name, the engine that has it, and by their content all images of ours. */
export interface TestedImages {
  readonly name: string;
  readonly host: string;
  readonly contents: readonly string[];
}

/**
 * The stages of a run. Without a trainer image there are no steps that need containers.
 *
 * One lane of what computes, then what needs containers, then stacks; one of the cluster, whose tests wait more than they
 * compute, then of the browser; and, where the unit tests have left room for it, one of the stacks that `./yard down` takes
 * down. More at a time is slower on two processors, and what waits by the clock fails (decision 0076).
 * What changes the machine that `./yard down` takes stock of (mounts, links, packet filter, cgroups), or takes stock
 * without a stack, runs beside what needs nothing but Node. Containers, stacks and clusters of others do not count.
 */
export function suite(image: TestedImages | undefined): readonly Stage[] {
  const unit = vitestStep("unit tests", "unit");
  const computing: Lane = [...toolSteps, ...pythonSteps, actionlintStep, unit];
  if (image === undefined) return [[computing]];
  const alone = vitestStep("tests that take stock of the machine", "alone", {
    known: knownFiles(/^test\/local\/cluster\/lifecycle\./),
  });
  const container = vitestStep("container tests", "container", {
    known: knownFiles(/^test\/(?!images\/).*\.container\.test\.ts$/),
  });
  const cluster = vitestStep("cluster tests", "cluster", {
    known: knownFiles(/^test\/(?!local\/cluster\/lifecycle\.).*\.cluster\.test\.ts$/),
  });
  const browser = vitestStep("browser tests", "browser", { known: knownFiles(/\.browser\.test\.ts$/) });
  const stacks = vitestStep("end-to-end tests", "e2e", { known: knownFiles(/^test\/e2e\/plugins-random\//) });
  return [
    [
      [...computing, { ...trainingStep(image), after: [alone] }, imageStep(image), container, stacks],
      [alone, cluster, browser],
      [vitestStep("end-to-end tests with ./yard down", "down", { after: [alone, unit] })],
    ],
  ];
}

/** What is looked for in images and in containers of them without a network: it is there as long as they are the same. */
function imageStep({ contents }: TestedImages): Step {
  return unlessPassedBefore(vitestStep("image tests", "images"), "images", async (tree) => ({
    files: await imageFiles(tree),
    more: [process.version, ...contents].join("\n"),
  }));
}

/** The tests of images, all that they import, what the images are made of, and the packages. */
async function imageFiles(tree: SourceTree): Promise<readonly string[]> {
  const paths = [...tree.files.keys()];
  const tests = paths.filter((path) => /^test\/images\/.*\.container\.test\.ts$/.test(path));
  const reached = (await Promise.all(tests.map((path) => tree.reach(path)))).flat();
  const sources = paths.filter((path) => path.startsWith("images/"));
  return [...reached, ...sources, "package.json", "package-lock.json", "vitest.config.ts"];
}
