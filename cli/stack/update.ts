import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { detachFile } from "../../components/training-job/detach-file.ts";
import type { Context } from "../context.ts";
import { exitCodes } from "../exit-codes.ts";
import { Failure } from "../failure.ts";
import { EventLog } from "../plan/event-log.ts";
import { type Events, readEvents } from "../plan/engine-events.ts";
import { renderViolations } from "../plan/render.ts";
import { lastLines } from "../../local/process/run.ts";
import { follow } from "../progress/follow.ts";
import { followEngine } from "../progress/follow-engine.ts";
import { clearStateLock, startPulumi } from "../pulumi.ts";
import type { Session } from "./session.ts";

/**
 * Runs `pulumi up` or `destroy` to its end and draws what the runs do meanwhile. The first ^C asks the life cycle to leave
 * its pods running and waits for that; the second ends `./yard` and the CLI, and the plugin stops by itself.
 */
export async function runUpdate(
  context: Context,
  session: Session,
  args: readonly string[],
): Promise<{ readonly exitCode: number; readonly events: Events; readonly said: string }> {
  const { stack, toolchain, configFile } = session;
  await clearStateLock(context, toolchain, stack, (line) => context.out.warn(line));
  if (context.interrupted.aborted) throw interruptedBefore(stack);
  const eventLog = new EventLog();
  const detaches = detachFile(context.home, stack);
  rmSync(detaches, { force: true });
  const drawing = follow(context.home, process.stderr);
  let engine: ReturnType<typeof followEngine> | undefined;
  try {
    const call = startPulumi(context, toolchain, { args, stack, configFile, eventLog });
    engine = followEngine(eventLog, (line) => drawing.print(line));
    const detach = () => {
      drawing.print("leaving the runs to themselves; ^C again ends ./yard at once");
      mkdirSync(dirname(detaches), { recursive: true });
      writeFileSync(detaches, JSON.stringify({ pid: process.pid, at: new Date().toISOString() }));
    };
    const abandon = () => call.terminate();
    context.interrupted.addEventListener("abort", detach, { once: true });
    process.once("exit", abandon);
    const { exitCode, stdout, stderr } = await call.done;
    process.removeListener("exit", abandon);
    context.interrupted.removeEventListener("abort", detach);
    return { exitCode, events: readEvents(eventLog.text()), said: lastLines(`${stdout}\n${stderr}`, 20) };
  } finally {
    engine?.stop();
    drawing.stop();
    rmSync(detaches, { force: true });
    eventLog.close();
  }
}

/** ^C came before the CLI was started: it changes nothing; an earlier call of the same command may have. */
function interruptedBefore(stack: string): Failure {
  const todo = "run it again; what an earlier step of it made or ended stays so";
  const text = { what: "interrupted", on: `stack ${stack}`, why: "^C came before the update began", todo };
  return new Failure(text, exitCodes.interrupted);
}

/** What to say when an update failed. A refusal of money has exit code 3, an interruption 130. */
export function updateFailure(
  context: Pick<Context, "interrupted">,
  session: Pick<Session, "stack">,
  update: { readonly events: Pick<Events, "errors" | "violations">; readonly said: string },
  command: "up" | "down" = "up",
): Failure {
  const errors = update.events.errors.filter((error) => !/^update failed$/i.test(error)).map(plainError);
  const why = [...new Set(errors)].join("\n");
  const reason = why === "" ? update.said : why;
  const on = `stack ${session.stack}`;
  const yard = (words: string) => `./yard ${words} -s ${session.stack}`; // without a stack it would be another one's
  if (context.interrupted.aborted) {
    const todo = `${yard("up")} follows the run again, ${yard("down")} ends it`;
    return new Failure({ what: "interrupted", on, why: reason, todo }, exitCodes.interrupted);
  }
  const judged = update.events.violations.filter(({ level }) => level === "mandatory");
  if (judged.length > 0) {
    const todo = `mend what the rule says, then ${yard("up")} goes on from here`;
    const text = {
      what: "refused by policy; what the rules judged before it stands",
      on,
      why: renderViolations({ violations: judged }),
      todo,
    };
    return new Failure(text, exitCodes.refused);
  }
  const refused =
    /the balance is less than the run can cost|the run's money is used up|the run does not fit in the budget|holds this run in the budget|the budget's ledger cannot be asked/.test(
      reason,
    );
  if (command === "down") {
    const todo = `mend what it says, then ${yard("down")} goes on from here; pods of the stack are ended already`;
    return new Failure({ what: "the stack could not be taken down whole", on, why: reason, todo });
  }
  return new Failure(
    {
      what: refused ? "refused by budget" : "the update failed",
      on,
      why: reason,
      todo: `mend what it says, then ${yard("up")} goes on from here; ${yard("down")} ends everything; ${yard("logs <job>")} shows the log`,
    },
    refused ? exitCodes.refused : exitCodes.failed,
  );
}

/** The engine wraps an error of a provider: `1 error occurred:` and a bullet. */
export function plainError(text: string): string {
  return text
    .replace(/^\d+ errors? occurred:\s*/, "")
    .replace(/^\s*\* /gm, "")
    .trim();
}
