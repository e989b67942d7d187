import type { Command } from "commander";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { withExample } from "../program.ts";
import { findLost, findPods, openAccount } from "../stack/account.ts";
import { endPods, renderFound } from "../sweep/end.ts";
import { deleteThings, renderThing } from "../sweep/things.ts";
import { ensureToolchain } from "../toolchain/index.ts";

/** `./yard sweep`: pods, credentials and templates of ours that nothing wants. Shows them; ends and deletes them with `--yes`. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("sweep")
    .description("find pods, credentials and templates that nobody owns any more; a dry run unless --yes")
    .option("--detached", "also end pods whose run was left running", false)
    .option("--all-stacks", "look at every stack of this project", false)
    .option("--expect-none", "exit code 1 where anything is found", false);
  withExample(command, "./yard sweep", "./yard sweep -s prod --yes").action(
    async (options: { detached: boolean; allStacks: boolean; expectNone: boolean }) => {
      const { stack, yes } = context.options();
      const say = (line: string) => context.out.progress(line);
      const toolchain = await ensureToolchain(context, say);
      const account = await openAccount(context, toolchain);
      const of = options.allStacks ? undefined : stack;
      const found = await findPods(context, account, of);
      const lost = await findLost(context, toolchain, account, of);
      const chosen = found.filter(
        (one) => one.standing === "orphan" || (options.detached && one.standing === "detached"),
      );
      context.out.text(found.length === 0 ? "no pod of ours exists" : found.map(renderFound).join("\n"));
      if (lost.length > 0) context.out.text(lost.map(renderThing).join("\n"));
      const deeds = [
        ...(chosen.length > 0 ? [`ends ${chosen.length} pod(s)`] : []),
        ...(lost.length > 0 ? [`deletes ${lost.length} credential(s) and template(s)`] : []),
      ];
      if (deeds.length > 0 && !yes) context.out.text(`dry run: ${sweeping(stack, options)} ${deeds.join(" and ")}`);
      const ended = yes ? await endPods({ service: account.service, home: context.home }, chosen, say) : [];
      if (ended.length > 0) context.out.text(`${ended.length} ended and proved gone`);
      const deleted = yes ? await deleteThings(account.things, lost, say) : [];
      if (deleted.length > 0) context.out.text(`${deleted.length} deleted`);
      if (options.expectNone && chosen.length + lost.length > 0) process.exitCode = exitCodes.failed;
      context.out.document({
        pods: found.map(({ pod, standing, why }) => ({
          id: pod.id,
          name: pod.name,
          status: pod.status,
          usdPerHour: pod.cost,
          standing,
          why,
        })),
        ended,
        lost,
        deleted,
      });
    },
  );
}

/** The command that does what the dry run has shown: of no other stack, and no less. */
export function sweeping(stack: string, options: { readonly detached: boolean; readonly allStacks: boolean }): string {
  const { detached, allStacks } = options;
  const flags = ["-s", stack, ...(allStacks ? ["--all-stacks"] : []), ...(detached ? ["--detached"] : []), "--yes"];
  return ["./yard sweep", ...flags].join(" ");
}
