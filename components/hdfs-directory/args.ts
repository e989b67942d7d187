import type { HdfsLink } from "../hdfs/index.ts";
import type * as pulumi from "../lib/pulumi.ts";

/** A folder of HDFS. */
export interface HdfsDirectoryArgs {
  /** The file system that has it. *replaces* */
  readonly hdfs: Pick<HdfsLink, "namespace" | "podSelector" | "defaultFs">;
  /** Whole path, as `/landing/khmer`; folders above it are made where they are missing. *replaces* */
  readonly path: string;
  /** @default - whoever it has, for a new one the superuser of HDFS */
  readonly owner?: string;
  /** @default - the one it has, for a new one that of the folder above */
  readonly group?: string;
  /** Rights as octal digits, as `0750`, or `1777` with the sticky bit. @default 0755 */
  readonly mode?: string;
  /** Names (`1` - `9007199254740991`) of files and folders in it, itself counted; null is no limit. @default null */
  readonly nameQuota?: number | null;
  /** GiB (`1` - `8388607`) of all copies of all blocks in it; null is no limit. @default null */
  readonly spaceQuotaGiB?: number | null;
  /** Whether snapshots may be made of it. @default false */
  readonly snapshotsAllowed?: boolean;
  /** Whether it is deleted with what is in it. Without it only an empty one is. @default false */
  readonly allowDataLoss?: boolean;
}

export const hdfsDirectoryDefaults = {
  mode: "0755",
  nameQuota: null,
  spaceQuotaGiB: null,
  snapshotsAllowed: false,
  allowDataLoss: false,
} as const satisfies Partial<HdfsDirectoryArgs>;

/** Resource inputs: every choice made; null where HDFS decides. */
export function directoryInputs(args: HdfsDirectoryArgs, adminSelector: pulumi.Input<string>): pulumi.Inputs {
  const { hdfs, owner = null, group = null, spaceQuotaGiB, mode, ...rest } = { ...hdfsDirectoryDefaults, ...args };
  const spaceQuotaBytes = spaceQuotaGiB === null ? null : spaceQuotaGiB * 2 ** 30;
  const place = { namespace: hdfs.namespace, adminSelector };
  return { ...place, owner, group, mode: mode.padStart(4, "0"), spaceQuotaBytes, ...rest };
}
