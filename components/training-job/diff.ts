import { canonicalJson } from "../lib/canonical-json.ts";
import { hasUnknown } from "../lib/unknown.ts";
import type { JobInputs } from "./args.ts";
import { runHash } from "./hash.ts";
import { inputsOf, isDone, type Properties } from "./outputs.ts";

/** A change of one of these is another run: who it is, or what the hash is made of. */
const identity = ["project", "stack", "name", "recipe", "command", "imageTag", "data", "env", "seed"] as const;

/** Changed in place, on the run as it is. */
const limits = [
  "maxUsd",
  "maxUsdPerHour",
  "maxDurationMinutes",
  "provisionTimeoutMinutes",
  "attempts",
  "checkpointMinutes",
  "checkpointKeep",
  "stallMinutes",
  "keepOnFailureMinutes",
  "handoverSeconds",
  "billingWaitSeconds",
  "wait",
  "labels",
  "mlflow",
  "budget",
] as const satisfies readonly (keyof JobInputs)[];

/**
 * What `up` will do: another run replaces this one, and this one's pods end first, so that never two are billed. Limits
 * and labels are changed in place. A run that is not done goes on. All else (digest, prices, candidates, links) is nothing.
 */
export function compareJob(state: Properties, news: Properties) {
  const before = inputsOf(state);
  const changed = (key: string): boolean => canonicalJson(before[key] ?? null) !== canonicalJson(news[key] ?? null);
  const parts = identity.filter((key) => changed(key));
  // What is not known yet may be the same run: Pulumi asks again when it is known.
  if (parts.some((key) => hasUnknown(news[key]))) return { changes: true };
  const moved = parts.some((key) => key === "project" || key === "stack" || key === "name");
  if (moved || runHash(news as unknown as JobInputs) !== state["hash"]) {
    return { changes: true, replaces: [...parts], deleteBeforeReplace: true };
  }
  const isUntold =
    (news["mlflow"] !== undefined && state["tracked"] === "pending") ||
    (news["budget"] !== undefined && state["charged"] === "pending");
  return { changes: !isDone({ ...state, wait: news["wait"] }) || isUntold || limits.some((key) => changed(key)) };
}
