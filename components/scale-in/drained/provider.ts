import * as pulumi from "../../lib/pulumi.ts";
import { type Kind, ShimmedResource } from "../../lib/shim.ts";
import { type ScaleInArgs, scaleInInputs } from "../args.ts";

const kind: Kind = { file: "components/scale-in/drained/lifecycle.ts", module: "scale", type: "Drained" };

/**
 * Stands **before** a StatefulSet and tells it how many replicas it may have: when `replicas` is lowered, only after whoever
 * leaves holds nothing any more. Raising it takes no time.
 *
 *     const drained = new Drained("store", { namespace, statefulSet: "store", service: "store", replicas: 2, dataNodes });
 *     const set = new StatefulSet("store", { spec: { replicas: drained.replicas, ... } });
 *     new Settled("store", { ...the same }, { dependsOn: set });
 *
 * Refused in preview where the cluster answers, and again before anything is done. What is not done in time ends without
 * scaling: `up` goes on with it, the old count takes back who was leaving.
 */
export class Drained extends ShimmedResource {
  /** Replicas that the StatefulSet may have. */
  declare readonly replicas: pulumi.Output<number>;

  constructor(name: string, args: ScaleInArgs, opts?: pulumi.CustomResourceOptions) {
    super(kind, name, scaleInInputs(args), opts);
  }
}
