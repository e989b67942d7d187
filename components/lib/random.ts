// The one door to the classes of @pulumi/random, for the reason that components/lib/kubernetes.ts gives.
import manifest from "@pulumi/random/package.json" with { type: "json" };
import type * as password from "@pulumi/random/randomPassword.js";
import { resourceClass } from "./resource-class.ts";

/** A password that is drawn once and kept in the state, encrypted. */
export const RandomPassword = resourceClass<password.RandomPasswordArgs, password.RandomPassword>({
  token: "random:index/randomPassword:RandomPassword",
  version: manifest.version,
  inputs: [
    "keepers",
    "length",
    "lower",
    "minLower",
    "minNumeric",
    "minSpecial",
    "minUpper",
    "number",
    "numeric",
    "overrideSpecial",
    "special",
    "upper",
  ],
  outputs: ["bcryptHash", "result"],
  secrets: ["bcryptHash", "result"],
});
