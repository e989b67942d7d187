import type * as pulumi from "../lib/pulumi.ts";

/** What all pods of a namespace may do before any component opens a way. */
export interface NetworkPoliciesArgs {
  /** *replaces* */
  readonly namespace: pulumi.Input<string>;
}
