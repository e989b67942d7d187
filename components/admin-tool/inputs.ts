import { z } from "zod";
import { canonicalJson } from "../lib/canonical-json.ts";
import type { Problem } from "../lib/errors.ts";
import { problemsOf } from "../lib/problems.ts";
import { hasUnknown } from "../lib/unknown.ts";
import type { Properties } from "./thing.ts";

const place = z.object({
  /** Namespace of the tool's pod. */
  namespace: z.string().min(1),
  /** Labels of that pod, as `a=b,c=d`. */
  adminSelector: z.string().regex(/^[^=,\s]+=[^=,\s]+(,[^=,\s]+=[^=,\s]+)*$/, { error: "must be labels as a=b,c=d" }),
});

/** Where the tool's pod is. */
export type ToolPlace = z.infer<typeof place>;
export const placeFields: readonly string[] = Object.keys(place.shape);

/** What a thing is asked to be, and where; undefined while a value is not known yet, with what is wrong. */
export function readInputs<Wish>(
  shape: z.ZodType<Wish>,
  values: Properties,
): { inputs: { readonly wish: Wish; readonly place: ToolPlace } | undefined; problems: readonly Problem[] } {
  if (hasUnknown(ownOf(values))) return { inputs: undefined, problems: [] };
  const where = place.safeParse(values, { reportInput: true });
  const wish = shape.safeParse(wishOf(values), { reportInput: true });
  if (where.success && wish.success) return { inputs: { wish: wish.data, place: where.data }, problems: [] };
  const errors = [where.error, wish.error].flatMap((error) => (error === undefined ? [] : problemsOf(error)));
  return { inputs: undefined, problems: errors };
}

/** Inputs of a call that changes something. Throws an Error for what `check` refuses. */
export function parseInputs<Wish>(shape: z.ZodType<Wish>, values: Properties) {
  const { inputs, problems } = readInputs(shape, values);
  if (inputs !== undefined) return inputs;
  throw new Error(problems.map(({ path, reason }) => `${path}: ${reason}`).join("; ") || "not all inputs are known");
}

/** Without the provider's text. */
export function ownOf(values: Properties): Properties {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== "__provider"));
}

/** Fields whose values differ; what is not known yet differs, and a field that is null is one that is not there. */
export function changedFields(olds: Properties, news: Properties): readonly string[] {
  const fields = [...new Set([...Object.keys(ownOf(olds)), ...Object.keys(ownOf(news))])];
  return fields.filter((field) => canonicalJson(tidy(olds[field])) !== canonicalJson(tidy(news[field])));
}

function wishOf(values: Properties): Properties {
  return Object.fromEntries(Object.entries(ownOf(values)).filter(([key]) => !placeFields.includes(key)));
}

/** Nulls and empty lists do not always survive the way through Pulumi's state. */
function tidy(value: unknown): unknown {
  if (value === undefined) return null;
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(tidy);
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === null ? [] : [[key, tidy(inner)]])),
  );
}
