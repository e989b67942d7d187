import { z } from "zod";
import { parsedJson } from "../parsed-json.ts";

const amount = z.number();
const confidence = z.enum(["live", "file", "ceiling"]).nullable();
const failure = z.looseObject({ what: z.string(), todo: z.string() });

const money = z.looseObject({
  beforeUsdPerMonth: amount,
  standingUsdPerMonth: amount,
  changeUsdPerMonth: amount,
  runningUsdPerHour: amount,
  worstCaseUsd: amount,
  confidence: z.looseObject({ standing: confidence, runs: confidence }),
  unknown: z.array(z.looseObject({ type: z.string(), name: z.string(), why: z.string() })),
  notCounted: z.array(z.string()),
  balanceUsd: amount.nullable(),
});

const step = z.looseObject({ op: z.string(), type: z.string(), name: z.string(), diffs: z.array(z.string()) });

const violation = z.looseObject({
  pack: z.string(),
  rule: z.string(),
  level: z.string(),
  resource: z.string(),
  message: z.string(),
});

/** What `./yard preview --json` wrote, as far as a comment speaks of it. */
const preview = z.looseObject({
  stack: z.string().optional(),
  steps: z.array(step),
  money,
  violations: z.array(violation),
  warnings: z.array(z.string()),
  error: failure.optional(),
});
const failed = z.looseObject({ error: failure });

export type Preview = z.infer<typeof preview>;
export type PreviewStep = z.infer<typeof step>;
export type PreviewViolation = z.infer<typeof violation>;

/** How a preview ended. */
export type Outcome = "passed" | "refused" | "failed";

/** One environment's preview. */
export interface Environment {
  readonly name: string;
  readonly outcome: Outcome;
  /** Undefined where the preview came to no plan. */
  readonly preview: Preview | undefined;
  /** What went wrong in our own words; the engine's words stay in the log. */
  readonly failure: string | undefined;
}

/** Reads a preview's document; what cannot be read counts as failed, since an absent verdict is none. */
export function readPreview(name: string, text: string | undefined): Environment {
  const value = parsedJson(text ?? "");
  const whole = preview.safeParse(value).data;
  if (whole === undefined) {
    const error = failed.safeParse(value).data?.error;
    return { name, outcome: "failed", preview: undefined, failure: error?.what ?? "the preview left no result" };
  }
  const { stack = name } = whole;
  if (stack.split("/").at(-1) !== name)
    return { name, outcome: "failed", preview: undefined, failure: `the result is of stack ${stack}` };
  const refused = whole.violations.some(({ level }) => level === "mandatory");
  const outcome = refused ? "refused" : whole.error === undefined ? "passed" : "failed";
  return { name, outcome, preview: whole, failure: whole.error?.what };
}
