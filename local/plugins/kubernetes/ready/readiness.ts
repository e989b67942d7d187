import type { PropertyMap } from "../../core/values.ts";
import { count } from "../fields.ts";

/** How far an object is. */
export type Readiness =
  | { readonly state: "ready" }
  /** `what`: what is waited for, for the status line. */
  | { readonly state: "waiting"; readonly what: string }
  /** Nothing will change by itself. */
  | { readonly state: "failed"; readonly why: string };

/** Judges an object, with the others that it depends on. */
export type Judge = (object: PropertyMap, related: readonly PropertyMap[]) => Readiness;

export const ready: Readiness = { state: "ready" };
export const waiting = (what: string): Readiness => ({ state: "waiting", what });
export const failed = (why: string): Readiness => ({ state: "failed", why });

/** True when the controller has seen the newest form of the object; its status is about an older one until then. */
export function isObserved(object: PropertyMap): boolean {
  return count(object, "status", "observedGeneration") >= count(object, "metadata", "generation");
}
