import random from "@pulumi/random/package.json" with { type: "json" };
import type { ProviderKind } from "../core/kind.ts";
import { generated, type Generator } from "./generated.ts";
import { randomId } from "./id.ts";
import { randomPassword, randomString } from "./password.ts";
import { randomUuid } from "./uuid.ts";

/** The types of @pulumi/random that this stand-in makes. */
export const generators: Readonly<Record<string, Generator>> = {
  "random:index/randomId:RandomId": randomId,
  "random:index/randomPassword:RandomPassword": randomPassword,
  "random:index/randomString:RandomString": randomString,
  "random:index/randomUuid:RandomUuid": randomUuid,
};

/** Stand-in for the random plugin. */
export const randomProvider: ProviderKind = {
  name: "random",
  version: random.version,
  covers: "RandomId, RandomPassword, RandomString and RandomUuid",
  configure: () => undefined, // it has no settings
  resource: (type) => {
    const generator = generators[type];
    return generator === undefined ? undefined : generated(generator);
  },
};
