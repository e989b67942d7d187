import { text } from "./fields.ts";
import type { PropertyMap } from "../core/values.ts";

/**
 * Objects, by their uid, that were there when this process was to make them, and were made by the very same resource: the
 * answer was lost before. Or the engine replaces the resource without asking its provider (`pulumi up --replace`, a tainted
 * resource, a provider for another context) and will tell it next to delete the old object, which is this one.
 */
const uids = new Set<string>();

const uidOf = (object: PropertyMap): string | undefined => text(object, "metadata", "uid");

/** Remembers a live object as taken up again. */
export function takeUp(live: PropertyMap): void {
  const uid = uidOf(live);
  if (uid !== undefined) uids.add(uid);
}

/** Whether the object of a state lives on as its own replacement. */
export function isTakenUp(object: PropertyMap): boolean {
  const uid = uidOf(object);
  return uid !== undefined && uids.has(uid);
}
