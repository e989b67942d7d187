import { keptOf } from "../../components/lib/cost/kept.ts";
import type { Prices } from "../../components/lib/cost/prices.ts";
import { type Change, type Total, totalOf } from "../../components/lib/cost/total.ts";
import { SILENT, STARTS } from "./costs.ts";
import type { Step } from "./engine-events.ts";

/** The money of a preview. */
export function moneyOf(steps: readonly Step[], prices: Prices): Total {
  return totalOf(changesOf(steps), prices);
}

/** Every resource before and after. */
export function changesOf(steps: readonly Step[]): readonly Change[] {
  return steps.flatMap((step): Change[] => {
    const { op, type, name, inputs, before } = step;
    if (SILENT.has(op)) return [];
    const common = { type, name, starts: STARTS.has(op) };
    if (op.startsWith("delete")) return [{ ...common, before: before ?? inputs, after: undefined }, ...keptBy(step)];
    if (op.startsWith("create")) return [{ ...common, before: undefined, after: inputs }];
    return [{ ...common, before: before ?? inputs, after: inputs }];
  });
}

/** What goes and is paid for all the same. A set that is replaced takes its claims again. */
function keptBy({ op, type, name, inputs, before }: Step): readonly Change[] {
  const kept = keptOf({ type, name, inputs: before ?? inputs });
  if (op !== "delete" && type.endsWith(":StatefulSet")) return [];
  return kept.map((one) => ({
    ...{ type: one.type, name: one.name, starts: false },
    ...{ before: undefined, after: one.inputs, kept: true },
  }));
}
