export type { HBaseArgs, TableBackupArgs } from "./args.ts";
export { HBase } from "./hbase.ts";
export type { HBaseLink } from "./link.ts";
