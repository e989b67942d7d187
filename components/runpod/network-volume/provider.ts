import type { VolumeType } from "../../lib/cost/storage.ts";
import * as pulumi from "../../lib/pulumi.ts";
import { type Kind, ShimmedResource } from "../../lib/shim.ts";
import { type NetworkVolumeArgs, networkVolumeDefaults } from "./args.ts";

const kind: Kind = { file: "components/runpod/network-volume/lifecycle.ts", module: "runpod", type: "NetworkVolume" };

/**
 * A network volume on RunPod: data and results that outlive pods, reachable over S3 without one.
 *
 *     new NetworkVolume("corpora", { sizeGb: 50, dataCenter: "EU-RO-1", retain: true });
 *
 * It costs money while it exists (`usdPerMonth`). It can grow in place; another data centre or type is another volume
 * and **the data is not copied**. One that exists under its name is taken over, so a retained volume comes back.
 */
export class NetworkVolume extends ShimmedResource {
  /** Its name on RunPod: `<project>-<stack>-<name>`. */
  declare readonly physicalName: pulumi.Output<string>;
  declare readonly sizeGb: pulumi.Output<number>;
  declare readonly dataCenter: pulumi.Output<string>;
  declare readonly type: pulumi.Output<VolumeType>;
  declare readonly retain: pulumi.Output<boolean>;
  /** What it costs, USD per month; known in preview. */
  declare readonly usdPerMonth: pulumi.Output<number>;

  constructor(name: string, args: NetworkVolumeArgs, opts?: pulumi.CustomResourceOptions) {
    const owner = { project: pulumi.getProject(), stack: pulumi.getStack(), name };
    const { sizeGb, dataCenter } = args;
    const { type = networkVolumeDefaults.type, retain = networkVolumeDefaults.retain } = args;
    const inputs = { ...owner, sizeGb, dataCenter, type, retain };
    super(kind, name, { ...inputs, physicalName: undefined, usdPerMonth: undefined }, opts);
  }
}
