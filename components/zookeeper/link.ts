import type { PodSet } from "../lib/network.ts";
import type * as pulumi from "../lib/pulumi.ts";

/** How others reach an ensemble. */
export interface ZooKeeperLink {
  /** `host:port,...` of every server, by full names. Known when the servers answer. */
  readonly quorum: pulumi.Output<string>;
  readonly port: number;
  /** Its pods; without them it is outside of our clusters. */
  readonly pods?: PodSet;
}
