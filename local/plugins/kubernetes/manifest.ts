import { createHash } from "node:crypto";
import { isList, isMap, type PropertyMap, type PropertyValue, unknownValue } from "../core/values.ts";
import { annotation, field, text, withField } from "./fields.ts";

/** Key of the outputs under which the name is kept that owns the object's fields. */
const managerKey = "__fieldManager";

/** The object that inputs ask for, as it is sent: without status, nulls and what is the engine's own. */
export function manifest(inputs: PropertyMap): PropertyMap {
  const entries = Object.entries(inputs).filter(([name]) => name !== "status" && !name.startsWith("__"));
  return withoutNulls(Object.fromEntries(entries)) as PropertyMap;
}

/** What the cluster says of an object, as it is kept in the state. */
export function outputsOf(live: PropertyMap, inputs: PropertyMap, fieldManager: string): PropertyMap {
  const kept = withField(live, ["metadata", "managedFields"], undefined);
  const written = field(inputs, "stringData"); // the cluster takes it and does not give it back
  const own: PropertyMap = written === undefined || text(live, "kind") !== "Secret" ? {} : { stringData: written };
  return { ...kept, ...own, [managerKey]: fieldManager };
}

/** What a preview can say of an object that is to be made. */
export function previewOutputs(inputs: PropertyMap, old: PropertyMap = {}): PropertyMap {
  const opened: PropertyMap = { status: unknownValue };
  const merged = { ...overlaid(old, inputs), ...opened };
  const isNew = Object.keys(old).length === 0;
  const metadata = field(merged, "metadata");
  if (!isMap(metadata)) return merged;
  const later = isNew
    ? ["uid", "resourceVersion", "creationTimestamp", "generation"]
    : ["resourceVersion", "generation"];
  const open: PropertyMap = Object.fromEntries(later.map((name) => [name, unknownValue] as const));
  const result = { ...merged, metadata: { ...metadata, ...open } };
  const needsAddress = text(inputs, "kind") === "Service" && isMap(field(result, "spec"));
  if (!needsAddress || field(result, "spec", "clusterIP") !== undefined) return result;
  return withField(withField(result, ["spec", "clusterIP"], unknownValue), ["spec", "clusterIPs"], unknownValue);
}

/** The name under which a resource owns its object's fields: the same in every update. */
export function fieldManagerOf(urn: string, inputs: PropertyMap, outputs: PropertyMap = {}): string {
  const kept = text(outputs, managerKey);
  const hash = createHash("sha256").update(urn).digest("hex").slice(0, 8);
  return annotation(inputs, "pulumi.com/patchFieldManager") ?? kept ?? `pulumi-kubernetes-${hash}`;
}

/** The paths of an object that are secret whatever the program says. */
export function secretPaths(object: PropertyMap): readonly (readonly string[])[] {
  return text(object, "kind") === "Secret" ? [["data"], ["stringData"]] : [];
}

/** `Deployment apps/web`, as messages name an object. */
export function objectName(object: PropertyMap): string {
  const namespace = text(object, "metadata", "namespace");
  const name = text(object, "metadata", "name") ?? "";
  return `${text(object, "kind") ?? "object"} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

function withoutNulls(value: PropertyValue): PropertyValue {
  if (isList(value)) return value.map(withoutNulls);
  if (!isMap(value)) return value;
  const entries = Object.entries(value).flatMap(([name, inner]) =>
    inner === undefined || inner === null ? [] : [[name, withoutNulls(inner)] as const],
  );
  return Object.fromEntries(entries);
}

/** `over` laid over `under`: maps are merged, everything else is replaced. */
function overlaid(under: PropertyMap, over: PropertyMap): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const below = under[name];
    result[name] = isMap(below) && isMap(value) ? overlaid(below, value) : value;
  }
  return result;
}
