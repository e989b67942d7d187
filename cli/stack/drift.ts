import { lastLines } from "../../local/process/run.ts";
import type { Context } from "../context.ts";
import { Failure } from "../failure.ts";
import { EventLog } from "../plan/event-log.ts";
import { readEvents, readResults } from "../plan/engine-events.ts";
import { startPulumi } from "../pulumi.ts";
import type { Session } from "./session.ts";

/** A resource that is not as the state says. */
export interface Drifted {
  readonly type: string;
  readonly name: string;
  /** `update`: somebody changed it. `delete`: it is gone. */
  readonly op: string;
  readonly diffs: readonly string[];
}

/** Asks every provider how its resources are, and changes nothing. Throws a Failure where one cannot be asked. */
export async function findDrift(context: Context, session: Session): Promise<readonly Drifted[]> {
  const eventLog = new EventLog();
  try {
    const { stack, toolchain, configFile } = session;
    const args = ["refresh", "--preview-only", "--expect-no-changes", "--suppress-progress"];
    const call = startPulumi(context, toolchain, { args, stack, configFile, eventLog });
    const interrupt = () => call.interrupt();
    context.interrupted.addEventListener("abort", interrupt, { once: true });
    const { exitCode, stdout, stderr } = await call.done;
    context.interrupted.removeEventListener("abort", interrupt);
    const drifted = readResults(eventLog.text()).filter(({ op }) => op === "update" || op === "delete");
    if (exitCode === 0 || drifted.length > 0)
      return drifted.map(({ type, name, op, diffs }) => ({ type, name, op, diffs }));
    const { errors } = readEvents(eventLog.text());
    throw new Failure({
      what: "the world could not be compared with the state",
      on: `stack ${stack}`,
      why: errors.length > 0 ? errors.join("\n") : lastLines(`${stdout}\n${stderr}`, 20),
      todo: "see that cluster and account answer (./yard status), then run it again",
    });
  } finally {
    eventLog.close();
  }
}
