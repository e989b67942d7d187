/** A part that did not say how it is, and why. */
export interface Silent {
  readonly part: string;
  readonly why: string;
}

/** The first line of what was thrown. */
export function silent(part: string, error: unknown): Silent {
  const why = error instanceof Error ? error.message : String(error);
  return { part, why: why.split("\n")[0] ?? why };
}
