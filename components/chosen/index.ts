export type { ChosenArgs } from "./args.ts";
export { Chosen } from "./chosen.ts";
