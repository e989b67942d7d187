import { isList, isMap, type PropertyMap, type PropertyValue } from "../core/values.ts";
import { field, text } from "./fields.ts";
import { sameQuantity } from "./quantity.ts";

/**
 * The inputs that would describe the object as it is now, as far as the program speaks of it: what others have added is
 * theirs and left out, what was changed by hand shows, what was removed is gone.
 */
export function liveInputs(live: PropertyMap, inputs: PropertyMap): PropertyMap {
  const projected = projectMap(live, inputs, []);
  if (text(live, "kind") !== "Secret") return projected;
  const written = field(inputs, "stringData");
  return isMap(written) ? { ...projected, stringData: writtenData(live, written) } : projected;
}

/** Inputs for an object that the program has never spoken of: everything but what the cluster adds by itself. */
export function importedInputs(live: PropertyMap): PropertyMap {
  const added = ["creationTimestamp", "generation", "managedFields", "resourceVersion", "uid", "selfLink"];
  const bookkeeping = ["deployment.kubernetes.io/revision", "kubectl.kubernetes.io/last-applied-configuration"];
  const { status: _status, metadata, ...rest } = live;
  const kept = Object.entries(isMap(metadata) ? metadata : {}).filter(([name]) => !added.includes(name));
  const cleaned = kept.flatMap(([name, value]) => {
    if (name !== "annotations" || !isMap(value)) return [[name, value] as const];
    const own = Object.entries(value).filter(([key]) => !bookkeeping.includes(key));
    return own.length === 0 ? [] : [[name, Object.fromEntries(own)] as const];
  });
  return { ...rest, metadata: Object.fromEntries(cleaned) };
}

function projectMap(live: PropertyMap, wanted: PropertyMap, path: readonly string[]): PropertyMap {
  const result: Record<string, PropertyValue | undefined> = {};
  for (const [name, inner] of Object.entries(wanted)) {
    const found = live[name] ?? undefined;
    if (inner === undefined || inner === null) result[name] = inner;
    else if (found !== undefined) result[name] = project(found, inner, [...path, name]);
    else if (isEmpty(inner)) result[name] = inner;
  }
  return result;
}

function project(live: PropertyValue, wanted: PropertyValue, path: readonly string[]): PropertyValue {
  if (isMap(live) && isMap(wanted)) return projectMap(live, wanted, path);
  if (isList(live) && isList(wanted)) return projectList(live, wanted, path);
  return sameQuantity(live, wanted, path) ? wanted : live;
}

/** Names by which the elements of Kubernetes' lists are told apart, the more telling first. */
const elementNames = ["name", "key", "mountPath", "devicePath", "containerPort", "port", "ip", "topologyKey", "type"];

function projectList(
  live: readonly PropertyValue[],
  wanted: readonly PropertyValue[],
  path: readonly string[],
): PropertyValue {
  const name = elementNames.find((one) => tellsApart(wanted, one) && tellsApart(live, one));
  if (name === undefined) {
    return live.map((found, at) => {
      const inner = wanted[at];
      return inner === undefined ? found : project(found, inner, path);
    });
  }
  return wanted.flatMap((inner) => {
    const found = live.find((one) => field(one, name) === field(inner, name));
    return found === undefined ? [] : [project(found, inner, path)];
  });
}

/** True when every element has a value of that name, each another. */
function tellsApart(list: readonly PropertyValue[], name: string): boolean {
  const values = list.map((one) => field(one, name));
  const isKnown = values.every((value) => typeof value === "string" || typeof value === "number");
  return isKnown && new Set(values).size === values.length && values.length > 0;
}

/** The cluster leaves empty maps and lists out. */
function isEmpty(value: PropertyValue): boolean {
  return (isMap(value) && Object.keys(value).length === 0) || (isList(value) && value.length === 0);
}

/** `stringData` as it would have to be written for the data that is there. */
function writtenData(live: PropertyMap, written: PropertyMap): PropertyMap {
  const entries = Object.keys(written).flatMap((name) => {
    const encoded = text(live, "data", name);
    return encoded === undefined ? [] : [[name, Buffer.from(encoded, "base64").toString("utf8")] as const];
  });
  return Object.fromEntries(entries);
}
