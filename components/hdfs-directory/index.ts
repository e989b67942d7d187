export type { HdfsDirectoryArgs } from "./args.ts";
export { HdfsDirectory } from "./provider.ts";
