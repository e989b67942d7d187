import type { Events, Violation } from "./engine-events.ts";

/**
 * What no preview could judge, since a value comes only with the update: the digest of an image that is still to be built.
 * `up` runs the packs again for it; each resource is judged before it is made. The words are the policy SDK's.
 */
export function judgedLater(events: Pick<Events, "violations">): readonly Violation[] {
  return events.violations.filter(isLater);
}

/** Whether it is no verdict yet. */
export function isLater({ level, message }: Violation): boolean {
  return level === "advisory" && message.startsWith("can't run policy");
}
