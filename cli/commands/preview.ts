import type { Command } from "commander";
import type { Context } from "../context.ts";
import { plannedCosts } from "../plan/costs.ts";
import { balanceOf, renderBalance } from "../plan/balance.ts";
import { moneyOf } from "../plan/money.ts";
import { pricesOf } from "../plan/prices.ts";
import { previewStack } from "../plan/preview.ts";
import { renderPlan, renderViolations } from "../plan/render.ts";
import { withExample } from "../program.ts";
import { closing, findGaps, tellGaps } from "../stack/gaps.ts";
import { openSession } from "../stack/session.ts";

/** `./yard preview`: what an update would do and cost, judged by the policy packs. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("preview")
    .description("what an update would do and cost, judged by every policy pack");
  withExample(command, "./yard preview", "./yard preview -s prod --json").action(async () => {
    const session = await openSession(context, "preview");
    context.out.progress(`preview of stack ${session.stack} with the policy packs`);
    const gaps = await findGaps(context, session);
    for (const line of tellGaps(gaps)) context.out.warn(line);
    const { prices, warning } = pricesOf(context.root, session.stack, Date.now());
    if (warning !== undefined) context.out.warn(warning);
    const balanceUsd = await balanceOf(context, session);
    const events = await previewStack(context, session, { flags: closing(gaps), balanceUsd });
    context.out.text(renderPlan(events, prices));
    context.out.text(renderBalance(balanceUsd));
    if (events.violations.length > 0) context.out.warn(renderViolations(events));
    const { changes, violations, steps } = events;
    const shown = steps.map(({ op, type, name, diffs }) => ({ op, type, name, diffs }));
    const { source, date } = prices;
    const money = { ...moneyOf(steps, prices), prices: { source, date }, balanceUsd: balanceUsd ?? null };
    context.out.document({ stack: session.stack, changes, steps: shown, cost: plannedCosts(steps), money, violations });
  });
}
