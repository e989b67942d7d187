import type { Command } from "commander";
import type { Context } from "../context.ts";
import { examine } from "../doctor.ts";
import { exitCodes } from "../exit-codes.ts";
import { withExample } from "../program.ts";
import type { Part } from "../toolchain/part.ts";

/** `./yard doctor`: what is here, what is missing, what to do. Changes nothing. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("doctor")
    .description("each part: version, official or stand-in, and what to do about each problem");
  withExample(command, "./yard doctor", "./yard doctor --json").action(async () => {
    const parts = await examine(context, context.options().stack);
    for (const part of parts) context.out.text(renderPart(part, context.out.colors));
    const broken = parts.filter((part) => part.problem !== undefined && part.optional !== true);
    context.out.document({ ok: broken.length === 0, parts });
    context.out.text(broken.length === 0 ? "nothing stands in the way of ./yard up" : `${broken.length} problem(s)`);
    if (broken.length > 0) process.exitCode = exitCodes.failed;
  });
}

type Paint = Context["out"]["colors"];

function renderPart(part: Part, colors: Paint): string {
  const mark =
    part.problem === undefined ? colors.green("ok  ") : part.optional ? colors.dim("-   ") : colors.red("FAIL");
  const cells = [part.part.padEnd(21), (part.version ?? "missing").padEnd(16), part.kind.padEnd(9)];
  return `${mark} ${cells.join(" ")} ${part.problem ?? part.where ?? ""}`.trimEnd();
}
