import type { Path } from "./paths.ts";
import { isList, isMap, type PropertyValue, unknownValue } from "./values.ts";

/** One property that differs. */
export interface PropertyChange {
  readonly path: Path;
  readonly kind: "add" | "delete" | "update";
}

/**
 * What differs between two values, one entry for each smallest part: maps are compared by key, lists by position, null and
 * absence are the same. An unknown differs from every known value.
 */
export function changesBetween(
  before: PropertyValue | undefined,
  after: PropertyValue | undefined,
  path: Path = [],
): PropertyChange[] {
  const was = before ?? undefined;
  const is = after ?? undefined;
  if (was === undefined || is === undefined) {
    if (was === is) return [];
    return [{ path, kind: was === undefined ? "add" : "delete" }];
  }
  if (isMap(was) && isMap(is)) {
    const names = new Set([...Object.keys(was), ...Object.keys(is)]);
    return [...names].flatMap((name) => changesBetween(was[name], is[name], [...path, name]));
  }
  if (isList(was) && isList(is)) {
    const length = Math.max(was.length, is.length);
    return Array.from({ length }, (_, at) => changesBetween(was[at], is[at], [...path, at])).flat();
  }
  return was === is && is !== unknownValue ? [] : [{ path, kind: "update" }];
}
