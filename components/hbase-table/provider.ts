import * as pulumi from "../lib/pulumi.ts";
import { type Kind, ShimmedResource } from "../lib/shim.ts";
import { type FamilyArgs, type HBaseTableArgs, tableInputs } from "./args.ts";

const kind: Kind = { file: "components/hbase-table/lifecycle.ts", module: "hbase", type: "HBaseTable" };

/**
 * A table of HBase with its families.
 *
 *     new HBaseTable("orders", { hbase: tables.link, name: "orders", families: [{ name: "d" }], retentionDays: 30 });
 *
 * Rows never go unless `allowDataLoss` says so: not with a family, not by a shorter time to live, not with the table. One that
 * exists under its name is taken over where it is what is asked for, and refused, with what differs, where it is not.
 */
export class HBaseTable extends ShimmedResource {
  /** Its full name in HBase. */
  declare readonly name: pulumi.Output<string>;
  declare readonly families: pulumi.Output<readonly Required<FamilyArgs>[]>;

  constructor(name: string, args: HBaseTableArgs, opts?: pulumi.CustomResourceOptions) {
    const { quorum, podSelector } = args.hbase;
    // Known when HBase serves: before that nobody could be asked.
    const adminSelector = pulumi.output(quorum).apply(() => podSelector);
    super(kind, name, tableInputs(args, adminSelector), opts);
  }
}
