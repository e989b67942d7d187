export type { CorpusSnapshotArgs } from "./args.ts";
export { CorpusSnapshot } from "./provider.ts";
