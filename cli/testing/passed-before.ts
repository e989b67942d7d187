import { SourceTree } from "./source-tree.ts";
import type { Step, StepRun } from "./step.ts";
import { Verdicts } from "./verdicts.ts";

/** What decides how a step ends: nothing else may reach it. */
export interface Inputs {
  /** Files of the repository. */
  readonly files: readonly string[];
  /** Whatever else decides. */
  readonly more: string;
}

/**
 * A step that sees nothing but its inputs: where it passed whole with the same ones, it is one check that says so, and
 * a full run runs it anyway.
 */
export function unlessPassedBefore(step: Step, kept: string, inputs: (tree: SourceTree) => Promise<Inputs>): Step {
  const run = async (given: StepRun) => {
    if (given.part.count > 1) return step.run(given); // a share of it passes for nothing but itself
    const tree = await SourceTree.read(given.root);
    const { files, more } = await inputs(tree);
    const key = tree.keyOf(files, more);
    const passed = await Verdicts.of(kept, given);
    if (passed.has(key)) {
      given.show("nothing that it sees is new: it passed with the same content, and counts as one check");
      return { passed: 1, failed: 0, skipped: [] };
    }
    const tally = await step.run(given);
    if (tally.failed === 0 && tally.skipped.length === 0 && tally.passed > 0) await passed.keep([key]);
    return tally;
  };
  return { ...step, run };
}
