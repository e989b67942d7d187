export type { NetworkPoliciesArgs } from "./args.ts";
export { NetworkPolicies } from "./network-policies.ts";
