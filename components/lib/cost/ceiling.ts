/** A number of a resource that an environment limits. */
export interface Limited {
  /** Resource, as `TrainingJob "smoke"`. */
  readonly subject: string;
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

/** What is wrong with a limited number: resource, rule, what it is, what is allowed, what to do. undefined: nothing. */
export function ceilingProblem(limited: Limited): string | undefined {
  const { subject, rule, field, unit, value, ceiling } = limited;
  const says = (what: string, fix: string): string => `${subject}, rule ${rule}: ${what}; ${fix}`;
  const config = `"max" of "${rule}" in policies/cost/<stack>.json`;
  if (!isPositive(ceiling)) {
    return says(
      `nobody decided what ${field} may be at most here`,
      `set ${config} and pass it by --policy-pack-config`,
    );
  }
  const allowed = `at most ${ceiling} ${unit} allowed`;
  if (value === undefined || value === null) return says(`${field} is missing, ${allowed}`, `set ${field}`);
  if (!isPositive(value)) {
    return says(`${field} must be a number above 0, got ${JSON.stringify(value)}, ${allowed}`, `correct ${field}`);
  }
  if (value <= ceiling) return undefined;
  return says(`${field} is ${value} ${unit}, ${allowed}`, `lower ${field} in Pulumi.<stack>.yaml or raise ${config}`);
}

/** What to say of a number that preview cannot know: it fails closed. */
export function unknownProblem(limited: Omit<Limited, "value">): string {
  const { subject, rule, field, unit, ceiling } = limited;
  const allowed = isPositive(ceiling) ? `, at most ${ceiling} ${unit} allowed` : "";
  return `${subject}, rule ${rule}: ${field} is not known in preview${allowed}; give it as a plain number`;
}

function isPositive(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}
