/**
 * Annotations of a claim of its own. Nobody waits for its volume, which many classes make only when a pod wants it. A claim that
 * outlives the stack says so where a policy can read it: resource options are not shown to policies.
 */
export function claimAnnotations(retain: boolean): Readonly<Record<string, string>> {
  return { "pulumi.com/skipAwait": "true", ...(retain ? { "trainyard/retain": "true" } : {}) };
}
