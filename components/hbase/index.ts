export type { HBaseArgs } from "./args.ts";
export { HBase } from "./hbase.ts";
export type { HBaseLink } from "./link.ts";
