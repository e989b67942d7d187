import { isList, isMap, type PropertyMap, type PropertyValue } from "../core/values.ts";

/** What lies at a path of an object; undefined where the path ends before. */
export function field(
  from: PropertyValue | undefined,
  ...path: readonly (string | number)[]
): PropertyValue | undefined {
  return path.reduce<PropertyValue | undefined>((value, step) => {
    if (typeof step === "number") return isList(value) ? value[step] : undefined;
    return isMap(value) ? value[step] : undefined;
  }, from);
}

/** A text at a path, or undefined. */
export function text(from: PropertyValue | undefined, ...path: readonly (string | number)[]): string | undefined {
  const found = field(from, ...path);
  return typeof found === "string" ? found : undefined;
}

/** A number at a path. @default 0, which is what Kubernetes leaves out */
export function count(from: PropertyValue | undefined, ...path: readonly (string | number)[]): number {
  const found = field(from, ...path);
  return typeof found === "number" ? found : 0;
}

/** The maps of a list at a path; none where there is no list. */
export function maps(from: PropertyValue | undefined, ...path: readonly (string | number)[]): readonly PropertyMap[] {
  const found = field(from, ...path);
  return isList(found) ? found.filter(isMap) : [];
}

/** An annotation of an object, or undefined. */
export function annotation(object: PropertyMap, name: string): string | undefined {
  return text(object, "metadata", "annotations", name);
}

/** The condition of that type in `status.conditions`. */
export function condition(object: PropertyMap, type: string): PropertyMap | undefined {
  return maps(object, "status", "conditions").find((one) => one["type"] === type);
}

/** The same object with another value at a path. */
export function withField(object: PropertyMap, path: readonly string[], value: PropertyValue | undefined): PropertyMap {
  const [first, ...rest] = path;
  if (first === undefined) return object;
  const below = object[first];
  return { ...object, [first]: rest.length === 0 ? value : withField(isMap(below) ? below : {}, rest, value) };
}
