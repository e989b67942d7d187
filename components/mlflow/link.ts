import type { Destination, PodSet } from "../lib/network.ts";
import type * as pulumi from "../lib/pulumi.ts";

/** A tracking server, its administrator, and the ways to it. */
export interface MLflowLink extends Destination {
  /** Inside the cluster: `http://<service>.<namespace>.svc:5000`. */
  readonly url: pulumi.Output<string>;
  /** For a controller outside: a URL, or `kube://<namespace>/<service>:<port>`, reached by a port-forward. */
  readonly controlUrl: pulumi.Output<string>;
  /** For pods outside the cluster; without it the controller relays. */
  readonly podUrl?: pulumi.Output<string>;
  /** Headers that `podUrl` needs. *secret* */
  readonly podHeaders?: pulumi.Output<Readonly<Record<string, string>>>;
  readonly username: pulumi.Output<string>;
  /** *secret* */
  readonly password: pulumi.Output<string>;
  /** The serving pods: consumers in the cluster open the way to them. */
  readonly pods: PodSet;
}
