import { type Command, InvalidArgumentError } from "commander";
import type { Context } from "../context.ts";
import { withExample } from "../program.ts";
import { review, type Source } from "../review/run.ts";

/** Environments of one review; each has a row and tables of its own. */
const most = 8;

interface Options {
  readonly event?: string;
  readonly comment: boolean;
  readonly author: string;
}

/** `./yard review`: previews as one Markdown text, and the one comment of a pull request kept up to date. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("review")
    .description("documents of preview --json as one comment of a pull request; exit code 3 where one was refused")
    .argument("<environment=file...>", "documents by environment, as dev=dev.json", readSource)
    .option("--event <file>", "payload of the event (GITHUB_EVENT_PATH)", context.env["GITHUB_EVENT_PATH"])
    .option("--comment", "keep the comment of the pull request up to date; needs GITHUB_TOKEN", false)
    .option("--author <login>", "whose comment it is", "github-actions[bot]");
  withExample(command, "./yard preview --json >dev.json", "./yard review dev=dev.json prod=prod.json --comment").action(
    async (sources: readonly Source[], { event, comment, author }: Options) => {
      const { exitCode, ...told } = await review(context, { sources, event, comment, author });
      context.out.document(told);
      process.exitCode = exitCode;
    },
  );
}

function readSource(text: string, earlier: readonly Source[] = []): readonly Source[] {
  const [, environment, file] = /^([a-z][a-z0-9-]{0,30})=(.+)$/.exec(text) ?? [];
  if (environment === undefined || file === undefined)
    throw new InvalidArgumentError('it must be like "dev=dev.json": an environment and its document');
  if (earlier.some((one) => one.environment === environment))
    throw new InvalidArgumentError(`${environment} is given twice`);
  if (earlier.length === most) throw new InvalidArgumentError(`at most ${most} environments fit in one comment`);
  return [...earlier, { environment, file }];
}
