import * as k8s from "../lib/kubernetes.ts";
import * as pulumi from "../lib/pulumi.ts";
import type { NetworkPoliciesArgs } from "./args.ts";
import { planNetworkPolicies } from "./plan.ts";
import { defaultDeny } from "./render/default-deny.ts";
import { dns } from "./render/dns.ts";

/**
 * A namespace in which nothing may be opened but the cluster's DNS. Each component opens the ways that its links name.
 *
 *     new NetworkPolicies("platform", { namespace });
 */
export class NetworkPolicies extends pulumi.ComponentResource {
  constructor(name: string, args: NetworkPoliciesArgs, opts?: pulumi.ComponentResourceOptions) {
    const plan = planNetworkPolicies(name);
    super("trainyard:network:NetworkPolicies", name, {}, opts);
    const inside = { parent: this };
    new k8s.NetworkPolicy(`${name}-default-deny`, defaultDeny(plan, args.namespace), inside);
    new k8s.NetworkPolicy(`${name}-dns`, dns(plan, args.namespace), inside);
    this.registerOutputs({});
  }
}
