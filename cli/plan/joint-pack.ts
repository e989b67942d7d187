/** The folder under `policies/` of the pack that has the rules of others, so that one process judges for all. */
export const JOINT_FOLDER = "all";

/** Its name, and the beginning of theirs. */
const NAME = "trainyard";

/** How the joint pack calls a rule of one of its packs. */
export const jointRule = (pack: string, rule: string): string => `${pack}.${rule}`;

/** Whose rule a policy is: the joint pack's are those of the packs that they are named after. */
export function judgeOf(policyPack: string, policy: string): { readonly pack: string; readonly rule: string } {
  const dot = policy.indexOf(".");
  if (policyPack !== NAME || dot < 0) return { pack: policyPack, rule: policy };
  return { pack: `${NAME}-${policy.slice(0, dot)}`, rule: policy.slice(dot + 1) };
}
