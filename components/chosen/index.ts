export type { ChosenArgs } from "./args.ts";
export { Chosen } from "./chosen.ts";
export { chosenClaims, type ChosenClaims } from "./claims.ts";
