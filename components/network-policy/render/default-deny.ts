import type * as pulumi from "../../lib/pulumi.ts";
import type { NetworkPoliciesPlan } from "../plan.ts";

/** No pod of the namespace opens or accepts anything that no other policy allows. */
export function defaultDeny(plan: NetworkPoliciesPlan, namespace: pulumi.Input<string>) {
  return {
    metadata: { name: `${plan.name}-default-deny`, namespace },
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
  };
}
