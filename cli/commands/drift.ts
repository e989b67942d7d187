import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { withExample } from "../program.ts";
import { type Drifted, findDrift } from "../stack/drift.ts";
import { openSession } from "../stack/session.ts";

/** `./yard drift`: what somebody or something changed behind the state's back. Changes nothing. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("drift")
    .description("what is not as the state says; changes nothing, exit code 1 where something is");
  withExample(command, "./yard drift", "./yard drift -s prod --json").action(async () => {
    const session = await openSession(context, "preview");
    context.out.progress(`asking how the resources of stack ${session.stack} are`);
    const drifted = await findDrift(context, session);
    context.out.text(drifted.length === 0 ? "all is as the state says" : drifted.map(renderDrifted).join("\n"));
    context.out.document({ stack: session.stack, drifted });
    if (drifted.length > 0) process.exitCode = exitCodes.failed;
  });
}

function renderDrifted({ type, name, op, diffs }: Drifted): string {
  const what = op === "delete" ? "is gone" : `differs${diffs.length === 0 ? "" : `: ${diffs.join(", ")}`}`;
  return `${type.split(":").at(-1) ?? type} ${name} ${what}`;
}
