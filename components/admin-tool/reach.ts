import { z } from "zod";
import { ToolError } from "../kubernetes/json-tool.ts";
import type { Problem } from "../lib/errors.ts";
import { formatSeconds } from "../lib/units.ts";
import type { Step, ToolWorld } from "./thing.ts";

const anything = z.unknown();

/** It must not be done; nothing was. */
export class RefusedError extends Error {
  constructor(problems: readonly Problem[]) {
    super(problems.map(({ path, reason }) => `${path}: ${reason}`).join("; "));
    this.name = "RefusedError";
  }
}

/** A new cluster may take so long until it answers. */
const LIMIT_SECONDS = 600;
const PAUSE_MS = 3000;
/** Times that a step is sent; a look in between says whether it was done after all. */
const MOST_SENT = 4;
/** For one change: a table with many regions is made in about a minute. */
const CHANGE_SECONDS = 120;
/** Kinds of refusals that another try does not change. */
const FINAL = new Set(["BadRequest", "Denied", "QuotaExceeded", "NotEmpty", "NotADirectory", "Snapshot"]);

/**
 * Looks, decides, does, and looks again until nothing is left to do: an answer that was lost shows at the next look. Answers
 * with what was seen last. Throws RefusedError before anything is done, and an Error that says what it could not come to.
 */
export async function reach<Seen>(
  world: ToolWorld,
  observe: () => Promise<Seen>,
  decide: (seen: Seen) => Step,
): Promise<Seen> {
  const endMs = world.clock.now() + LIMIT_SECONDS * 1000;
  for (let sent = 0, last: unknown; ;) {
    const look = await attempt(observe);
    if ("answer" in look) {
      const step = decide(look.answer);
      if (step.do === "nothing") return look.answer;
      if (step.do === "refuse") throw new RefusedError(step.problems);
      if (sent >= MOST_SENT) throw new Error(`${step.saying}: told ${sent} times, and not done${because(last)}`);
      if (sent === 0) world.say(step.saying);
      sent += 1;
      const { command, input } = step;
      const told = await attempt(() => world.ask(command, input, anything, CHANGE_SECONDS));
      if ("answer" in told) continue;
      last = told.error;
    } else last = look.error;
    if (world.clock.now() >= endMs) throw new Error(`no answer within ${formatSeconds(LIMIT_SECONDS)}${because(last)}`);
    await world.clock.sleep(PAUSE_MS, world.signal);
    if (world.signal?.aborted === true) throw new Error(`interrupted${because(last)}`);
  }
}

/** Throws what another try does not change. */
async function attempt<T>(work: () => Promise<T>): Promise<{ readonly answer: T } | { readonly error: unknown }> {
  try {
    return { answer: await work() };
  } catch (error) {
    if (isFinal(error)) throw error;
    return { error };
  }
}

const isFinal = (error: unknown): boolean => error instanceof ToolError && FINAL.has(error.kind);

const because = (error: unknown): string => (error instanceof Error ? `: ${error.message}` : "");
