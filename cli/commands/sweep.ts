import type { Command } from "commander";
import type { Context } from "../context.ts";
import { withExample } from "../program.ts";
import { findPods, openAccount } from "../stack/account.ts";
import { endPods, renderFound } from "../sweep/end.ts";
import { ensureToolchain } from "../toolchain/index.ts";

/** `./yard sweep`: pods of ours that no run wants. Shows them; ends them with `--yes`. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("sweep")
    .description("find pods that nobody owns any more; a dry run unless --yes")
    .option("--detached", "also end pods whose run was left running", false)
    .option("--all-stacks", "look at every stack of this project", false);
  withExample(command, "./yard sweep", "./yard sweep -s prod --yes").action(
    async (options: { detached: boolean; allStacks: boolean }) => {
      const { stack, yes } = context.options();
      const account = await openAccount(context, await ensureToolchain(context, (line) => context.out.progress(line)));
      const found = await findPods(context, account, options.allStacks ? undefined : stack);
      const chosen = found.filter(
        (one) => one.standing === "orphan" || (options.detached && one.standing === "detached"),
      );
      context.out.text(found.length === 0 ? "no pod of ours exists" : found.map(renderFound).join("\n"));
      if (chosen.length > 0 && !yes) context.out.text(`dry run: ./yard sweep --yes ends ${chosen.length} of them`);
      const ended = yes
        ? await endPods({ service: account.service, home: context.home }, chosen, (line) => context.out.progress(line))
        : [];
      if (ended.length > 0) context.out.text(`${ended.length} ended and proved gone`);
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
      });
    },
  );
}
