import type { PropertyValue } from "../core/values.ts";

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Parts of an object that hold amounts, which the cluster writes its own way: `1024Mi` becomes `1Gi`. */
const amounts: ReadonlySet<string> = new Set(["limits", "requests", "capacity", "hard", "sizeLimit", "overhead"]);

/** True when two values at a path of an object are the same amount in different words. */
export function sameQuantity(one: PropertyValue, other: PropertyValue, path: readonly string[]): boolean {
  if (one === other || !path.some((step) => amounts.has(step))) return one === other;
  const amount = quantity(one);
  return amount !== undefined && amount === quantity(other);
}

/** The number behind `250m`, `1Gi` or `2e3`; undefined for anything else. */
export function quantity(value: PropertyValue): number | undefined {
  if (typeof value === "number") return value;
  const found = typeof value === "string" ? /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([a-zA-Z]{0,2})$/.exec(value) : null;
  const factor = factors[found?.[2] ?? ""];
  if (found === null || factor === undefined) return undefined;
  return Number((Number(found[1]) * factor).toPrecision(12)); // 0.1 + 0.2
}
