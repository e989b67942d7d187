/**
 * JSON with sorted keys and no white space: equal values give equal text, whatever the order in which they were written.
 * Fields that are undefined are left out. Throws TypeError for what JSON cannot say (NaN, functions, ...).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(",")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(",")}}`;
  }
  throw new TypeError(`JSON cannot hold a ${typeof value === "number" ? String(value) : typeof value}`);
}
