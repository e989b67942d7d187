import { z } from "zod";
import { canonicalJson } from "../lib/canonical-json.ts";
import type { Problem } from "../lib/errors.ts";
import { problemsOf } from "../lib/problems.ts";
import { hasUnknown } from "../lib/unknown.ts";

const label = z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, { error: "must be a name of Kubernetes" });
const selector = z.string().regex(/^[^=,\s]+=[^=,\s]+(,[^=,\s]+=[^=,\s]+)*$/, { error: "must be labels as a=b,c=d" });
const address = z.string().regex(/^[^:,\s]+:\d+$/, { error: "must be host:port" });

const shape = {
  namespace: label,
  statefulSet: label,
  service: label,
  replicas: z.int().min(0).max(1024),
  limitMinutes: z.int().min(1).max(100_000).nullable(),
  dataNodes: z
    .strictObject({
      nameNodes: z.array(address).min(1),
      excludeConfigMap: label,
      replication: z.int().min(1).max(512),
      adminSelector: selector,
      bandwidthMiBPerSecond: z.int().min(1).max(10_000),
    })
    .nullable(),
  regionServers: z.strictObject({ adminSelector: selector }).nullable(),
};
const schema = z.strictObject(shape);

/** What the provider works with: all values known and checked. */
export type ScaleInInputs = z.infer<typeof schema>;

/** Values as Pulumi hands them over. */
export type Properties = Readonly<Record<string, unknown>>;

const fields = Object.keys(shape) as readonly (keyof typeof shape)[];

/** The fields of both resources among `values`. */
export function fieldsOf(values: Properties): Properties {
  return Object.fromEntries(fields.map((field) => [field, values[field] ?? null]));
}

/** Inputs, or undefined while a value is not known yet, with what is wrong. */
export function readInputs(values: Properties): { inputs: ScaleInInputs | undefined; problems: readonly Problem[] } {
  const own = fieldsOf(values);
  if (hasUnknown(own)) return { inputs: undefined, problems: [] };
  const parsed = schema.safeParse(own, { reportInput: true });
  return parsed.success
    ? { inputs: parsed.data, problems: [] }
    : { inputs: undefined, problems: problemsOf(parsed.error) };
}

/** Inputs of a call that changes something. Throws an Error for what `check` refuses. */
export function parseInputs(values: Properties): ScaleInInputs {
  const { inputs, problems } = readInputs(values);
  if (inputs !== undefined) return inputs;
  throw new Error(problems.map(({ path, reason }) => `${path}: ${reason}`).join("; ") || "not all inputs are known");
}

/** Fields whose values differ; what is not known yet differs. */
export function changedFields(olds: Properties, news: Properties): readonly string[] {
  return fields.filter((field) => canonicalJson(olds[field] ?? null) !== canonicalJson(news[field] ?? null));
}
