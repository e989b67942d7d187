import type * as pulumi from "@pulumi/pulumi";
import type { VolumeType } from "../../lib/cost/storage.ts";

/** A network volume: a disk in one data centre that outlives pods. */
export interface NetworkVolumeArgs {
  /** Size in GB (`10` - `4096`). It can grow, never shrink; $0.07 per GB and month up to 1 TB, $0.05 for the rest. */
  readonly sizeGb: pulumi.Input<number>;
  /** Data centre id, as `EU-RO-1`: pods that mount the volume run there. *replaces*, and the data is not copied. */
  readonly dataCenter: pulumi.Input<string>;
  /** Kind of disk; `HIGH_PERFORMANCE` costs $0.14 per GB and month. *replaces*, and the data is not copied. @default STANDARD */
  readonly type?: pulumi.Input<VolumeType>;
  /** Whether the volume stays on the account, and on the bill, when the resource is deleted. @default false */
  readonly retain?: pulumi.Input<boolean>;
}

export const networkVolumeDefaults = { type: "STANDARD", retain: false } as const;
