import { join } from "node:path";
import { locate } from "../context.ts";
import { SourceTree } from "./source-tree.ts";
import type { Step, StepRun } from "./step.ts";
import { Verdicts } from "./verdicts.ts";

/** What decides how a step ends: nothing else may reach it. */
export interface Inputs {
  /** Files of the repository that it sees. */
  readonly sees: (path: string) => boolean;
  /** Whatever else decides. */
  readonly more: string;
}

/**
 * A step that sees nothing but its inputs: where it passed whole with the same ones, it is one check that says so, and
 * a full run runs it anyway.
 */
export function unlessPassedBefore(step: Step, kept: string, inputs: Inputs): Step {
  const run = async (given: StepRun) => {
    const tree = await SourceTree.read(given.root);
    const key = tree.keyOf([...tree.files.keys()].filter(inputs.sees).sort(), inputs.more);
    const passed = await Verdicts.read(join(locate(given.root, given.env).cache, "verdicts", kept));
    if (passed.has(key) && given.env["TRAINYARD_FULL"] !== "1") {
      given.show("nothing that it sees is new: it passed with the same content, and counts as one check");
      return { passed: 1, failed: 0, skipped: [] };
    }
    const tally = await step.run(given);
    if (tally.failed === 0 && tally.skipped.length === 0 && tally.passed > 0) await passed.keep([key]);
    return tally;
  };
  return { ...step, run };
}
