import { unknownValue, type PropertyMap } from "../core/values.ts";
import { annotation, field, text, withField } from "./fields.ts";

/** Marks an object whose name was made here. */
export const autonamed = "pulumi.com/autonamed";

/**
 * Inputs with a name: the program's own, else the one of the last time if it was made here too, else `<resource>-<8 hex>`
 * from the engine's seed, which is the same in preview and update.
 */
export function withName(
  inputs: PropertyMap,
  resource: string,
  olds: PropertyMap | undefined,
  seed: Uint8Array,
): PropertyMap {
  const given = field(inputs, "metadata", "name");
  if (given === unknownValue || (typeof given === "string" && given !== "")) return inputs;
  if (field(inputs, "metadata") === unknownValue) return inputs;
  const old = olds !== undefined && annotation(olds, autonamed) === "true" ? text(olds, "metadata", "name") : undefined;
  const made = `${resource}-${Buffer.from(seed).toString("hex").slice(0, 8)}`;
  const named = withField(inputs, ["metadata", "name"], old ?? made);
  return withField(named, ["metadata", "annotations", autonamed], "true");
}

/** `namespace/name`, or `name` where there is no namespace: how Pulumi identifies an object. */
export function objectId(object: PropertyMap): string {
  const namespace = text(object, "metadata", "namespace");
  const name = text(object, "metadata", "name") ?? "";
  return namespace === undefined || namespace === "" ? name : `${namespace}/${name}`;
}

/** The parts of an id that {@link objectId} or a person has written. */
export function parseId(id: string): { readonly namespace: string | undefined; readonly name: string } {
  const slash = id.indexOf("/");
  return slash < 0 ? { namespace: undefined, name: id } : { namespace: id.slice(0, slash), name: id.slice(slash + 1) };
}
