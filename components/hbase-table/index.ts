export type { FamilyArgs, HBaseTableArgs } from "./args.ts";
export { HBaseTable } from "./provider.ts";
