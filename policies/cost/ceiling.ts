import { overCeiling } from "../../components/lib/cost/ceiling.ts";
import type { Finding, Settings } from "../rule/rule.ts";

/** The setting of a rule with one limit: a number for each environment, without a default. */
export const ceilingSettings = { max: { type: "number", exclusiveMinimum: 0 } } as const;

/** What breaks a rule's limit, if anything does. */
export function* overMax(
  rule: string,
  settings: Settings,
  judged: { readonly field: string; readonly unit: string; readonly value: unknown },
): Iterable<Finding> {
  const found = overCeiling({ rule, ceiling: settings["max"], ...judged });
  if (found !== undefined) yield found;
}
