import type { Finding, Resource, Rule } from "./rule.ts";

/** What a person reads: resource, rule, what is there, what is allowed, what to do. */
export function messageOf(
  resource: Pick<Resource, "type" | "name"> | undefined,
  rule: Pick<Rule, "id" | "fix">,
  finding: Finding,
): string {
  const { where, got, allowed, fix = rule.fix } = finding;
  return `${subjectOf(resource)}, rule ${rule.id}: ${where} ${got}, allowed: ${allowed}; ${fix}`;
}

/** A resource as it is spoken of: `Deployment "tracking-server"`. */
export function subjectOf(resource: Pick<Resource, "type" | "name"> | undefined): string {
  if (resource === undefined) return "this stack";
  return `${resource.type.split(":").at(-1) ?? resource.type} "${resource.name}"`;
}
