import type { Figure } from "../../components/lib/cost/figure.ts";
import type { Finding, Settings, StackFinding, StackResource } from "../rule/rule.ts";
import { overMax } from "./ceiling.ts";
import { figuresOf } from "./planned.ts";
import { readPriceFile } from "./price-file.ts";

/** A sum over all that a stack will cost, as a rule judges it. */
export interface StackTotal {
  readonly field: string;
  readonly unit: string;
  /** Digits after the point to which it is rounded. */
  readonly digits: number;
  readonly of: (figure: Figure) => number;
}

/** What breaks a rule's limit on a sum: no price file, resources that nobody has a price for, or the sum itself. */
export function* overTotal(
  rule: string,
  resources: readonly StackResource[],
  settings: Settings,
  { field, unit, digits, of }: StackTotal,
): Iterable<Finding | StackFinding> {
  const prices = readPriceFile(settings);
  if ("where" in prices) {
    yield prices;
    return;
  }
  const { figures, unknown } = figuresOf(resources, prices);
  yield* unknown;
  const scale = 10 ** digits;
  const value = Math.round(figures.reduce((sum, figure) => sum + of(figure), 0) * scale) / scale;
  if (value > 0) yield* overMax(rule, settings, { field, unit, value });
}
