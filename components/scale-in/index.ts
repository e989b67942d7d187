export type { DataNodesArgs, RegionServersArgs, ScaleInArgs } from "./args.ts";
export { Drained } from "./drained/provider.ts";
export { Settled } from "./settled/provider.ts";
