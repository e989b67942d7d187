import type { Environment } from "../context.ts";

const secretName = /(KEY|TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIALS)$/;
/** Shorter values are switches and numbers, which a text is full of. */
const shortest = 6;

/** Values of this process that nobody may read: the longest first, since one may hold another. */
export function secretsOf(env: Environment): readonly string[] {
  const values = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value.length >= shortest && secretName.test(name) ? [value, value.trim()] : [],
  );
  return [...new Set(values)].sort((a, b) => b.length - a.length);
}

/** A value of JSON with every secret in its texts, also in names of fields, taken out. */
export function redact(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === "string") return secrets.reduce((text, secret) => text.replaceAll(secret, "[secret]"), value);
  if (Array.isArray(value)) return value.map((one) => redact(one, secrets));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([name, inner]) => [redact(name, secrets), redact(inner, secrets)] as const);
  return Object.fromEntries(fields);
}
