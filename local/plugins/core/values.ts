/** Stands for a value that is known only after other resources have been made; seen in previews. */
export const unknownValue: unique symbol = Symbol("known only after other resources have been made");

/** A property as a provider sees it: secrets are opened, the core closes them again on the way out. */
export type PropertyValue =
  null | boolean | number | string | typeof unknownValue | readonly PropertyValue[] | PropertyMap;

/** Properties by name. An absent property and one that is undefined are the same. */
export interface PropertyMap {
  readonly [name: string]: PropertyValue | undefined;
}

export function isMap(value: PropertyValue | undefined): value is PropertyMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: PropertyValue | undefined): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

/** True when an unknown stands anywhere in it. */
export function hasUnknown(value: PropertyValue | undefined): boolean {
  if (value === unknownValue) return true;
  if (isList(value)) return value.some(hasUnknown);
  return isMap(value) && Object.values(value).some(hasUnknown);
}
