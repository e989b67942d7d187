/** A number of a resource that an environment limits. */
export interface Limited {
  /** Name of the rule. */
  readonly rule: string;
  /** The argument, in the words of the API that the user touched. */
  readonly field: string;
  /** `USD`, `USD per hour`, `minutes`. */
  readonly unit: string;
  /** What it is; `undefined` or anything but a positive number is not given. */
  readonly value: unknown;
  /** What the environment allows at most; anything but a positive number: nobody decided. */
  readonly ceiling: unknown;
}

/** What is wrong with a limited number. */
export interface OverCeiling {
  readonly where: string;
  readonly got: string;
  readonly allowed: string;
  readonly fix: string;
}

/** What is wrong with a limited number: what it is, what is allowed, what to do. undefined: nothing. */
export function overCeiling(limited: Limited): OverCeiling | undefined {
  const { rule, field, unit, value, ceiling } = limited;
  const config = `"max" of "${rule}" in policies/cost/<stack>.json`;
  if (!isPositive(ceiling)) {
    const fix = `set ${config} and pass it by --policy-pack-config`;
    return { where: field, got: "has no limit here", allowed: "nothing: nobody decided", fix };
  }
  const limit = { where: field, allowed: `at most ${ceiling} ${unit}` };
  if (value === undefined || value === null) return { ...limit, got: "is missing", fix: `set ${field}` };
  if (!isPositive(value))
    return { ...limit, got: `must be a number above 0, is ${JSON.stringify(value)}`, fix: `correct ${field}` };
  if (value <= ceiling) return undefined;
  return { ...limit, got: `is ${value} ${unit}`, fix: `lower ${field} in Pulumi.<stack>.yaml or raise ${config}` };
}

function isPositive(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}
