export type { ExpiryArgs, HdfsArgs, ImageBackupArgs } from "./args.ts";
export { Hdfs } from "./hdfs.ts";
export type { HdfsLink } from "./link.ts";
