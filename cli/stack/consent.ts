import { createInterface, type ReadLineOptions } from "node:readline/promises";
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
  const answer = await ask(`${question} [y/N] `, context.interrupted);
  if (/^y(es)?$/i.test(answer?.trim() ?? "")) return;
  const [why, exitCode] =
    answer === undefined ? ["^C or ^D", exitCodes.interrupted] : ["the answer was not yes", exitCodes.failed];
  throw new Failure({ what: "not confirmed", on, why, todo: "nothing was changed" }, exitCode);
}

/** The line that a person types; undefined after ^C and ^D, after which a terminal has no answer any more. */
export async function ask(
  question: string,
  signal: AbortSignal,
  streams: ReadLineOptions = { input: process.stdin, output: process.stderr },
): Promise<string | undefined> {
  const terminal = createInterface(streams);
  try {
    return await new Promise((resolve) => {
      terminal.once("close", () => resolve(undefined));
      terminal.question(question, { signal }).then(resolve, () => resolve(undefined));
    });
  } finally {
    terminal.close();
  }
}
