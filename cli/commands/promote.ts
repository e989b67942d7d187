import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { withExample } from "../program.ts";
import { promote } from "../promotion/promote.ts";

/** `./yard promote`: the image digests of one stack into the configuration of another, after gates. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("promote")
    .description("move image digests from one stack to another once every gate is passed; exit code 3 where one is not")
    .requiredOption("--from <stack>", "stack whose images have proved themselves")
    .requiredOption("--to <stack>", "stack that gets them; its Pulumi.<stack>.yaml is written");
  withExample(command, "./yard promote --from staging --to prod", "./yard up -s prod").action(
    async ({ from, to }: { readonly from: string; readonly to: string }) => {
      if (from === to) throw same(from);
      const { gates, changed } = await promote(context, from, to);
      const lines = Object.entries(changed).map(([name, reference]) => `  ${name}: ${reference}`);
      if (lines.length === 0) context.out.text(`${to} has these images already`);
      else
        context.out.text(
          [`written to Pulumi.${to}.yaml and stacks/promotions/${to}.json:`, ...lines].join("\n") +
            `\ncommit both, then ./yard up -s ${to}; ./yard rollback -s ${to} returns to the former ones`,
        );
      context.out.document({ from, to, gates, changed });
    },
  );
}

function same(stack: string): Failure {
  const text = {
    what: "a stack cannot be promoted to itself",
    on: `--from ${stack} --to ${stack}`,
    why: "both name one stack",
    todo: "name two: dev, test, staging, prod",
  };
  return new Failure(text, exitCodes.usage);
}
