import { RETAIN } from "./cost/kept.ts";

/**
 * Annotations of a claim of its own. Nobody waits for its volume, which many classes make only when a pod wants it. A claim that
 * outlives the stack says so where a policy can read it: resource options are not shown to policies.
 */
export function claimAnnotations(retain: boolean): Readonly<Record<string, string>> {
  return { "pulumi.com/skipAwait": "true", ...(retain ? { [RETAIN]: "true" } : {}) };
}

/** What stands for a CronJob where what a claim holds can be made again, as from other copies of it. */
export const MADE_AGAIN = "none";

/**
 * Annotations in the metadata of a StatefulSet about the claims that it makes: which CronJob copies what is on them, MADE_AGAIN, or
 * undefined for nobody: then there are none. On the set, since the template of a claim cannot be changed without deleting set and claims.
 */
export function setAnnotations(backedUpBy: string | undefined) {
  return backedUpBy === undefined ? {} : { annotations: { "trainyard/backup": backedUpBy } };
}
