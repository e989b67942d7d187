import type { z } from "zod";
import type { Problem } from "./errors.ts";

type Issue = z.core.$ZodIssue;

/** Every complaint of zod as a Problem: the path as a person writes it, what is allowed, what was got. */
export function problemsOf(error: z.ZodError): readonly Problem[] {
  return error.issues.flatMap(problemsOfIssue);
}

function problemsOfIssue(issue: Issue): readonly Problem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), reason: "is not a known key; remove it" }));
  }
  if (issue.code === "invalid_union") {
    // Nothing fits: say what is wrong with the form that was meant, which is the one whose outer shape fits.
    const meant = issue.errors.find((form) =>
      form.every((inner) => inner.path.length > 0 || inner.code !== "invalid_type"),
    );
    if (meant !== undefined) {
      return meant.flatMap((inner) => problemsOfIssue({ ...inner, path: [...issue.path, ...inner.path] }));
    }
  }
  return [{ path: pathText(issue.path), reason: reasonOf(issue) }];
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text === "" ? String(part) : `${text}.${String(part)}`;
  }, "");
}

function reasonOf(issue: Issue): string {
  const got = gotText(issue.input);
  switch (issue.code) {
    case "too_small":
      return `must ${sizeText(issue.origin, issue.inclusive === false ? "above" : "at least", Number(issue.minimum))}, got ${got}`;
    case "too_big":
      return `must ${sizeText(issue.origin, issue.inclusive === false ? "below" : "at most", Number(issue.maximum))}, got ${got}`;
    case "invalid_type":
      return issue.input === undefined ? "is missing" : `must be ${kindText(issue.expected)}, got ${got}`;
    case "invalid_value":
      return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}, got ${got}`;
    case "invalid_key":
      return issue.issues[0]?.message ?? issue.message;
    default:
      return issue.message;
  }
}

function sizeText(origin: string, bound: string, limit: number): string {
  if (origin === "string") return limit === 1 ? "not be empty" : `have ${bound} ${limit} characters`;
  if (origin === "array" || origin === "record") return `have ${bound} ${limit} entries`;
  return `be ${bound} ${limit}`;
}

function kindText(expected: string): string {
  const words: Record<string, string> = {
    int: "a whole number",
    array: "a list",
    object: "an object",
    record: "an object",
  };
  return words[expected] ?? `a ${expected}`;
}

/** Short, and never a whole object: what was got may hold more than the message needs. */
function gotText(input: unknown): string {
  if (Array.isArray(input)) return `a list of ${input.length}`;
  if (input !== null && typeof input === "object") return "an object";
  const text = JSON.stringify(input) as string | undefined;
  return text === undefined ? String(input) : text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
