export type { CandidateRule, CandidateWish, DataRef, JsonObject, TrainingJobArgs } from "./args.ts";
export { TrainingJob } from "./provider.ts";
