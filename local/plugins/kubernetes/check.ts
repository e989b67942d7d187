import type { Checked, CheckCall } from "../core/kind.ts";
import { hasUnknown, isMap, type PropertyMap, unknownValue } from "../core/values.ts";
import type { Cluster } from "./client/cluster.ts";
import { annotation, field, withField } from "./fields.ts";
import { withName } from "./names.ts";
import type { ObjectType } from "./token.ts";

/** Annotations of the official plugin that change what it does and are not covered here. */
const refusedAnnotations: readonly string[] = ["pulumi.com/waitFor", "pulumi.com/replaceUnready"];

/** Fills in what a program may leave out: name, namespace, API version and kind. */
export async function checkObject(call: CheckCall, type: ObjectType, cluster: Cluster): Promise<Checked> {
  const failures: { property: string; reason: string }[] = [];
  const typed: PropertyMap = { ...call.news, ...type };
  if (field(typed, "metadata", "generateName") !== undefined) {
    const reason = "is not covered by this stand-in: leave the name out, and one is made";
    failures.push({ property: "metadata.generateName", reason });
  }
  for (const name of refusedAnnotations) {
    if (annotation(typed, name) === undefined) continue;
    failures.push({ property: `metadata.annotations["${name}"]`, reason: "is not covered by this stand-in" });
  }
  if (field(typed, "metadata") === unknownValue) return { inputs: typed, failures };
  if (typed["metadata"] !== undefined && !isMap(typed["metadata"])) {
    failures.push({ property: "metadata", reason: "must be an object" });
    return { inputs: typed, failures };
  }
  const named = withName(typed, call.name, call.olds, call.seed);
  return { inputs: await withNamespace(named, type, cluster, call.signal), failures };
}

/** Names the namespace, so that a change of the default one is seen as what it is: another object. */
async function withNamespace(
  inputs: PropertyMap,
  type: ObjectType,
  cluster: Cluster,
  signal: AbortSignal,
): Promise<PropertyMap> {
  const given = field(inputs, "metadata", "namespace");
  if (hasUnknown(given) || (typeof given === "string" && given !== "")) return inputs;
  const isInside = await cluster.isNamespaced(type, signal).catch(() => false); // a definition that is still to come
  return isInside ? withField(inputs, ["metadata", "namespace"], await cluster.defaultNamespace()) : inputs;
}
