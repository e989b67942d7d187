import { run, type RunOptions, type RunResult } from "../../local/process/run.ts";

/** `behind`: only computes, and may do so with what is left of the processors. */
export type Rank = "ahead" | "behind";

/** Runs a JavaScript program to its end, by the Node that runs this one. */
export function runNode(args: readonly string[], rank: Rank, options: RunOptions): Promise<RunResult> {
  const words = [process.execPath, ...args];
  const [command = "", ...rest] = rank === "behind" ? ["nice", "-n", "10", ...words] : words;
  return run(command, rest, options);
}
