import type { Parameter } from "./document.ts";
import { ruleProblem } from "./problem.ts";
import type { Validator } from "./validation.ts";

/** The declared query parameters that were given, typed. Unknown ones are ignored. Throws Problem 400 for bad values. */
export function parseQuery(
  declared: readonly Parameter[],
  given: URLSearchParams,
  validator: Validator,
): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  for (const parameter of declared) {
    const texts = given.getAll(parameter.name);
    if (parameter.in !== "query" || texts.length === 0) continue;
    const value = typed(parameter.schema["type"], texts);
    const breaches = validator.checkParameter(parameter, value);
    if (breaches[0] !== undefined) throw ruleProblem(`query parameter ${breaches[0]}`);
    query[parameter.name] = value;
  }
  return query;
}

/** Lists come as repeated keys or with commas. */
function typed(type: unknown, texts: readonly string[]): unknown {
  const text = texts[0] ?? "";
  if (type === "array") return texts.flatMap((one) => one.split(",")).filter((one) => one !== "");
  if (type === "integer") return /^-?\d+$/.test(text) ? Number(text) : text;
  if (type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  return text;
}
