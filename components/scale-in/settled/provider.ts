import type * as pulumi from "../../lib/pulumi.ts";
import { type Kind, ShimmedResource } from "../../lib/shim.ts";
import { type ScaleInArgs, scaleInInputs } from "../args.ts";

const kind: Kind = { file: "components/scale-in/settled/lifecycle.ts", module: "scale", type: "Settled" };

/**
 * Stands **after** the StatefulSet of a `Drained`, with the same arguments: volumes of drained nodes go, marks of nodes that
 * are there again too. A volume whose node was not drained stays, and is named.
 */
export class Settled extends ShimmedResource {
  constructor(name: string, args: ScaleInArgs, opts?: pulumi.CustomResourceOptions) {
    super(kind, name, scaleInInputs(args), opts);
  }
}
