/** Walks into a value that came from somewhere; undefined where there is nothing. */
export function value(from: unknown, ...path: readonly string[]): unknown {
  let here = from;
  for (const key of path) {
    if (typeof here !== "object" || here === null) return undefined;
    here = (here as Record<string, unknown>)[key];
  }
  return here;
}

/** The elements of a list; none of what is no list. */
export function elements(from: unknown): readonly unknown[] {
  return Array.isArray(from) ? [...(from as readonly unknown[])] : [];
}
