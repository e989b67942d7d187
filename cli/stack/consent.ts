import { createInterface } from "node:readline/promises";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";

/** Asks before real money is spent or data is lost. `--yes` answers; where nobody can be asked it is needed. */
export async function consent(context: Context, question: string, on: string): Promise<void> {
  if (context.options().yes) return;
  if (!process.stdin.isTTY || !context.out.interactive) {
    throw new Failure(
      {
        what: "nobody can be asked",
        on,
        why: `${question} There is no terminal.`,
        todo: "run it again with --yes, or on a terminal",
      },
      exitCodes.usage,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal: context.interrupted });
    if (/^y(es)?$/i.test(answer.trim())) return;
  } finally {
    terminal.close();
  }
  throw new Failure({ what: "not confirmed", on, why: "the answer was not yes", todo: "nothing was changed" });
}
