import { isDeepStrictEqual } from "node:util";
import type { Lifecycle } from "../lib/shim.ts";

type Properties = Readonly<Record<string, unknown>>;

const fields = ["subject", "field", "value", "allowed", "mayChange", "why"];
/** Without those that are not given: Pulumi's wire has no undefined. */
const fieldsOf = (from: Properties): Properties =>
  Object.fromEntries(fields.filter((field) => from[field] !== undefined).map((field) => [field, from[field]]));

/** A value as people read it. */
const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** Why the value must not become this; undefined where it may. */
function objection(olds: Properties, news: Properties): string | undefined {
  if (olds["value"] === undefined || olds["value"] === news["value"] || olds["mayChange"] === true) return undefined;
  const change = `${shown(olds["value"])} to ${shown(news["value"])}`;
  const { allowed, subject, field, why } = news;
  if (Array.isArray(allowed) && allowed.includes(change)) return undefined;
  return `${String(subject)}: ${String(field)} is chosen once, and cannot go from ${change}: ${String(why)}`;
}

/** Keeps what was chosen in the state, and nothing anywhere else. */
export const lifecycle: Lifecycle = {
  configure: async () => undefined,
  check: async (olds: Properties, news: Properties) => {
    const reason = objection(olds, news);
    return { inputs: { ...news }, failures: reason === undefined ? [] : [{ property: "value", reason }] };
  },
  diff: async (_id, olds: Properties, news: Properties) => ({
    changes: !isDeepStrictEqual(fieldsOf(olds), fieldsOf(news)),
  }),
  create: async (inputs: Properties) => ({
    id: `${String(inputs["subject"])} ${String(inputs["field"])}`,
    outs: fieldsOf(inputs),
  }),
  read: async (id, props: Properties = {}) => ({ id, props: { ...props }, inputs: fieldsOf(props) }),
  update: async (_id, _olds, news: Properties) => ({ outs: fieldsOf(news) }),
  delete: async () => undefined,
};
