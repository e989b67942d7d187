// Not from pulumi.ts: life cycles throw it too, and load nothing else of the SDK.
import { RunError } from "@pulumi/pulumi/errors.js";

/** One thing that is wrong with an argument: where it stands and what to change. */
export interface Problem {
  readonly path: string;
  readonly reason: string;
}

/** Bad arguments. Pulumi prints it without a stack trace; it lists every problem found, not only the first. */
export class ArgsError extends RunError {
  readonly problems: readonly Problem[];
  constructor(subject: string, problems: readonly Problem[]) {
    const lines = problems.map((problem) => `  - ${problem.path}: ${problem.reason}`);
    super([`${subject}: ${problems.length} problem(s) in its arguments`, ...lines].join("\n"));
    this.problems = problems;
  }
}
