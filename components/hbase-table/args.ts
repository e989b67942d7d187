import type { HBaseLink } from "../hbase/index.ts";
import { ArgsError } from "../lib/errors.ts";
import type * as pulumi from "../lib/pulumi.ts";
import { wholeProblems } from "../lib/ranges.ts";

/** A column family. */
export interface FamilyArgs {
  /** Letters, digits, `_`, `.` and `-`. Another name is another family. */
  readonly name: string;
  /** Seconds (`1` - `2147483646`) after which a cell is gone; null keeps it for ever. @default - `retentionDays` of the table */
  readonly ttlSeconds?: number | null;
  /** Versions of a cell that are kept (`1` - `10000`). @default 1 */
  readonly maxVersions?: number;
  /** Codec of its files. @default SNAPPY */
  readonly compression?: "NONE" | "GZ" | "SNAPPY";
  /** What a read asks before it opens a file. @default ROW */
  readonly bloomFilter?: "NONE" | "ROW" | "ROWCOL";
  /** Bytes (`1` - `1073741824`) from which a value has a file of its own (MOB); null is never. @default null */
  readonly mobThresholdBytes?: number | null;
}

/** A table of HBase. */
export interface HBaseTableArgs {
  /** The HBase that keeps it. *replaces* */
  readonly hbase: Pick<HBaseLink, "namespace" | "podSelector" | "quorum">;
  /** `orders`, or `shop:orders` for one in a namespace of HBase, which is made where it is missing. *replaces* */
  readonly name: string;
  /** At least one. A family that is no longer here is dropped with its data: refused without `allowDataLoss`. */
  readonly families: readonly FamilyArgs[];
  /** Days (`1` - `24855`) after which cells of families without a `ttlSeconds` are gone; null keeps them for ever. @default 90 */
  readonly retentionDays?: number | null;
  /** Row keys at which it is split when it is made, as `["g", "n"]`; `\x00` writes a byte. Not changed afterwards. @default - one region */
  readonly splits?: readonly string[];
  /** Whether rows may go: by a family that is dropped, a shorter time to live, fewer versions, or the table itself. @default false */
  readonly allowDataLoss?: boolean;
}

export const familyDefaults = {
  maxVersions: 1,
  compression: "SNAPPY",
  bloomFilter: "ROW",
  mobThresholdBytes: null,
} as const satisfies Partial<FamilyArgs>;

export const hbaseTableDefaults = {
  retentionDays: 90,
  splits: [] as readonly string[],
  allowDataLoss: false,
} as const satisfies Partial<HBaseTableArgs>;

const DAY_SECONDS = 86_400;
const MOST_DAYS = 24_855;

/** Resource inputs: every choice made. Throws ArgsError for days that are none; the provider checks the rest. */
export function tableInputs(args: HBaseTableArgs, adminSelector: pulumi.Input<string>): pulumi.Inputs {
  const { hbase, name, families, retentionDays, splits, allowDataLoss } = { ...hbaseTableDefaults, ...args };
  const problems = retentionDays === null ? [] : wholeProblems("retentionDays", retentionDays, 1, MOST_DAYS);
  if (problems.length > 0) throw new ArgsError(`HBaseTable "${name}"`, problems);
  const ttlSeconds = retentionDays === null ? null : retentionDays * DAY_SECONDS;
  return {
    namespace: hbase.namespace,
    adminSelector,
    name,
    families: families.map((family) => ({ ttlSeconds, ...familyDefaults, ...family })),
    splits,
    allowDataLoss,
  };
}
