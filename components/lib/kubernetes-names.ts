import type { Problem } from "./errors.ts";

const MAX_LENGTH = 40;
const label = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/**
 * Why the name of a component cannot be the stem of names in Kubernetes: those are DNS labels of at most 63 characters, and
 * the component adds its parts and Kubernetes its own endings.
 */
export function nameProblems(name: string): readonly Problem[] {
  if (label.test(name) && name.length <= MAX_LENGTH) return [];
  const allowed = `lower-case letters, digits and hyphens inside, starting with a letter, at most ${MAX_LENGTH} characters`;
  return [{ path: "name", reason: `must be ${allowed}, got ${JSON.stringify(name)}` }];
}

/** The namespace of a stack: `<project>-<stack>`, with a hyphen for what a DNS label does not take. */
export function stackNamespace(project: string, stack: string): string {
  return `${project}-${stack}`.replace(/[^a-z0-9-]/g, "-");
}
