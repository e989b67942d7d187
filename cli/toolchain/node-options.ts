import { join } from "node:path";

/** NODE_OPTIONS of every process below the Pulumi CLI: what the user says, and to leave out what a policy pack's runner does not need. */
export function nodeOptions(root: string, given = ""): string {
  const preload = join(root, "policies", "rule", "lean-runner.cjs").replaceAll(/["\\]/g, "\\$&");
  return `${given} --require="${preload}"`.trim();
}
