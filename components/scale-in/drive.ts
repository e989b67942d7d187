import type { Clock } from "../lib/clock.ts";
import { formatSeconds } from "../lib/units.ts";
import { TakenError } from "./lease/hold.ts";
import type { Limit, Machine } from "./machine.ts";
import { Progress } from "./progress.ts";

/** It must not be done; nothing was. */
export class RefusedError extends Error {
  readonly objections: readonly string[];
  constructor(objections: readonly string[]) {
    super(objections.join("; "));
    this.name = "RefusedError";
    this.objections = objections;
  }
}

/** It was not done in time, or this run has to stop: the next one goes on. */
export class UnfinishedError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "UnfinishedError";
  }
}

/** One run of a machine. */
export interface Run {
  readonly clock: Clock;
  /** Aborts when whoever wants the result is dead. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds that it may take. @default - the machine's own limit */
  readonly limitSeconds?: number | undefined;
  readonly say: (line: string) => void;
  /** Called before each look and each deed; throws where another run has taken over. */
  alive(): Promise<void>;
  /** Called once, before the first deed. */
  begin(limit: Limit): Promise<void>;
}

/** Between two looks. HDFS counts every 3 s, and a look costs the admin tool a start. */
export const LOOK_MS = 5000;
/** For the first look, in seconds: a server that is just moving is waited for. */
const FIRST_LOOK_SECONDS = 180;

/**
 * Drives a machine until it is done. Throws RefusedError before anything is done, UnfinishedError when time is up, and what
 * `alive` throws. A call that fails is not the end: the next look tells what it came to.
 */
export async function drive<Seen, Action, Memory>(machine: Machine<Seen, Action, Memory>, run: Run): Promise<void> {
  const { clock } = run;
  const progress = new Progress(clock, (line) => run.say(line));
  const first = await firstLook(machine, run, progress);
  const objections = machine.objections(first);
  if (objections.length > 0) throw new RefusedError(objections);
  const own = machine.limit(first);
  const limit = { ...own, seconds: run.limitSeconds ?? own.seconds };
  await run.begin(limit);
  const endMs = clock.now() + limit.seconds * 1000;
  let memory = machine.fresh;
  let last = "nothing was seen";
  for (let seen: Seen | undefined = first; ;) {
    if (seen !== undefined) {
      const { next, memory: then } = machine.decide(seen, memory);
      memory = then;
      if (next.kind === "done") return;
      last = next.kind === "wait" ? next.left : next.phase;
      progress.tell(next.phase, last);
      if (next.kind === "act") last = (await attempt(run, () => machine.act(next.action))) ?? last;
    }
    if (clock.now() >= endMs) throw await late(machine, limit, last);
    await pause(run);
    const look = await lookOf(machine, run);
    seen = "seen" in look ? look.seen : undefined;
    if ("problem" in look) progress.tell("no answer", (last = `no answer: ${look.problem}`));
  }
}

async function firstLook<Seen, Action, Memory>(
  machine: Machine<Seen, Action, Memory>,
  run: Run,
  progress: Progress,
): Promise<Seen> {
  const endMs = run.clock.now() + FIRST_LOOK_SECONDS * 1000;
  for (;;) {
    const look = await lookOf(machine, run);
    if ("seen" in look) return look.seen;
    if (run.clock.now() >= endMs) {
      throw new UnfinishedError(`it cannot be asked, so nothing was changed: ${look.problem}`);
    }
    progress.tell("no answer", `no answer: ${look.problem}`);
    await pause(run);
  }
}

async function lookOf<Seen, Action, Memory>(machine: Machine<Seen, Action, Memory>, run: Run) {
  await run.alive();
  try {
    return { seen: await machine.observe() };
  } catch (error) {
    stopIfAborted(run);
    return { problem: messageOf(error) };
  }
}

/** Why it failed; undefined where it did not. */
async function attempt(run: Run, deed: () => Promise<void>): Promise<string | undefined> {
  await run.alive();
  try {
    await deed();
    return undefined;
  } catch (error) {
    stopIfAborted(run);
    return messageOf(error);
  }
}

async function pause(run: Run): Promise<void> {
  await run.clock.sleep(LOOK_MS, run.signal);
  stopIfAborted(run);
}

function stopIfAborted({ signal }: Run): void {
  if (signal?.aborted === true) throw new TakenError("interrupted; run up again to go on");
}

async function late<Seen, Action, Memory>(machine: Machine<Seen, Action, Memory>, limit: Limit, last: string) {
  const blockers = await machine.blockers();
  const what = `not done within ${formatSeconds(limit.seconds)} (${limit.because})`;
  return new UnfinishedError([`${what}: ${last}`, ...blockers.map((line) => `  - ${line}`)].join("\n"));
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? error.message) : String(error);
}
