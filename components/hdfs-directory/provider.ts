import * as pulumi from "../lib/pulumi.ts";
import { type Kind, ShimmedResource } from "../lib/shim.ts";
import { directoryInputs, type HdfsDirectoryArgs } from "./args.ts";

const kind: Kind = { file: "components/hdfs-directory/lifecycle.ts", module: "hdfs", type: "HdfsDirectory" };

/**
 * A folder of HDFS: whose it is, what may be in it, whether snapshots may be made of it.
 *
 *     new HdfsDirectory("landing", { hdfs: lake.link, path: "/landing", mode: "1777", spaceQuotaGiB: 200 });
 *
 * It is deleted only while it is empty, unless `allowDataLoss` is set. One that exists is taken over where it is empty or
 * what is asked for, and refused, with what differs, where it is not.
 */
export class HdfsDirectory extends ShimmedResource {
  declare readonly path: pulumi.Output<string>;

  constructor(name: string, args: HdfsDirectoryArgs, opts?: pulumi.CustomResourceOptions) {
    const { defaultFs, podSelector } = args.hdfs;
    // Known when HDFS serves: before that nobody could be asked.
    const adminSelector = pulumi.output(defaultFs).apply(() => podSelector);
    super(kind, name, directoryInputs(args, adminSelector), opts);
  }
}
