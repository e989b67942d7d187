import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure, type FailureText } from "../failure.ts";
import { lastLines } from "../../local/process/run.ts";
import { startPulumi } from "../pulumi.ts";
import type { Session } from "../stack/session.ts";
import { type Events, readEvents } from "./engine-events.ts";
import { EventLog } from "./event-log.ts";
import { withPolicyFlags } from "./packs.ts";
import { renderViolations } from "./render.ts";

/** What a preview is told besides its stack. */
export interface ToldPreview {
  /** Further flags of `pulumi preview`. */
  readonly flags: readonly string[];
  /** What the account holds, USD; undefined where it cannot say. */
  readonly balanceUsd: number | undefined;
}

/** A preview that was refused or failed, with what it had said until then. */
export class PreviewFailure extends Failure {
  readonly events: Events;
  constructor(text: FailureText, exitCode: number, events: Events) {
    super(text, exitCode);
    this.events = events;
  }
}

/**
 * `pulumi preview` with every policy pack. Throws PreviewFailure with exit code 3 when a mandatory policy is violated, with 1 when
 * the preview fails otherwise. Nothing is created.
 */
export async function previewStack(context: Context, session: Session, told: ToldPreview): Promise<Events> {
  const { flags, balanceUsd } = told;
  const { root } = context;
  refuseInterrupted(context, session.stack);
  return withPolicyFlags({ root, stack: session.stack, balanceUsd }, async (packs) => {
    const eventLog = new EventLog();
    try {
      const call = startPulumi(context, session.toolchain, {
        args: ["preview", "--suppress-progress", ...flags, ...packs],
        stack: session.stack,
        configFile: session.configFile,
        eventLog,
      });
      const interrupt = () => call.interrupt();
      context.interrupted.addEventListener("abort", interrupt, { once: true });
      const { exitCode, stdout, stderr } = await call.done;
      context.interrupted.removeEventListener("abort", interrupt);
      refuseInterrupted(context, session.stack); // also where the CLI had ended before it heard of it
      const events = readEvents(eventLog.text());
      if (exitCode === 0) return events;
      throw previewFailure(session.stack, events, lastLines(`${stdout}\n${stderr}`, 20));
    } finally {
      eventLog.close();
    }
  });
}

/** Throws where ^C came, at whatever moment before: nobody who took it back wants an update. */
function refuseInterrupted({ interrupted }: Pick<Context, "interrupted">, stack: string): void {
  if (!interrupted.aborted) return;
  const text = { what: "interrupted", on: `preview of stack ${stack}`, why: "^C", todo: "nothing was created" };
  throw new Failure(text, exitCodes.interrupted);
}

function previewFailure(stack: string, events: Events, said: string): Failure {
  const mandatory = events.violations.some((violation) => violation.level === "mandatory");
  if (mandatory) {
    return new PreviewFailure(
      {
        what: "refused by policy; nothing was created",
        on: `stack ${stack}`,
        why: renderViolations(events),
        todo: `change the job in Pulumi.${stack}.yaml, or, where the limit is wrong, the limit in policies/`,
      },
      exitCodes.refused,
      events,
    );
  }
  const why = events.errors.length > 0 ? events.errors.join("\n") : said;
  const what = "the preview failed; nothing was created";
  const text = { what, on: `stack ${stack}`, why, todo: "mend what it says and run it again" };
  return new PreviewFailure(text, exitCodes.failed, events);
}
