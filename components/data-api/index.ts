export type { DataApiArgs, DataApiRole, DataApiToken, DataApiUser } from "./args.ts";
export { DataApi } from "./data-api.ts";
export { dataApiEnv, type DataApiLink, type DataApiTokenLink, type DataApiVariable } from "./link.ts";
