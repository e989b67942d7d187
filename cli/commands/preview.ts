import type { Command } from "commander";
import type { Context } from "../context.ts";
import { renderBalance } from "../plan/balance.ts";
import { previewDocument, type Seen } from "../plan/document.ts";
import type { Events } from "../plan/engine-events.ts";
import type { FailureText } from "../failure.ts";
import { preparePreview } from "../plan/prepare.ts";
import { PreviewFailure, previewStack } from "../plan/preview.ts";
import { renderPlan, renderViolations } from "../plan/render.ts";
import { withExample } from "../program.ts";
import { redact, secretsOf } from "../review/redact.ts";
import { openSession } from "../stack/session.ts";

const unasked =
  "the account did not tell its balance (no key, no answer, or none that tells): what it holds and has in stock is not seen, and a price that nobody told is its ceiling";

/** `./yard preview`: what an update would do and cost, judged by the policy packs. */
export function register(program: Command, context: Context): void {
  const command = program
    .command("preview")
    .description("what an update would do and cost, judged by every policy pack");
  withExample(command, "./yard preview", "./yard preview -s prod --json").action(async () => {
    const session = await openSession(context, "preview");
    const { prices, ...told } = await preparePreview(context, session);
    const { balanceUsd } = told;
    if (balanceUsd === undefined) context.out.warn(unasked);
    const seen: Seen = { prices, balanceUsd, warnings: context.out.warnings };
    const events = await previewStack(context, session, told).catch((thrown: unknown) => {
      if (thrown instanceof PreviewFailure) tell(context, thrown.events, seen, thrown.text);
      throw thrown;
    });
    tell(context, events, seen);
    if (events.violations.length > 0) context.out.warn(renderViolations(events));
  });
}

/** What would change, also of a preview that was refused; a failure is told by whoever catches it. */
function tell(context: Context, events: Events, seen: Seen, error?: FailureText): void {
  const { out } = context;
  if (events.steps.length > 0) out.text(renderPlan(events, seen.prices));
  out.text(renderBalance(seen.balanceUsd));
  const document = previewDocument(context.options().stack, events, seen);
  // what the engine said may hold a key that this process was given, and the document goes on to others
  out.document(redact(error === undefined ? document : { ...document, error }, secretsOf(context.env)));
}
