import { createRequire } from "node:module";
import type { PropertyMap } from "../core/values.ts";
import { generateText, textPlan, withDefaults } from "./characters.ts";
import { type Generator, judgeKeepers } from "./generated.ts";

const inputs = [
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
] as const;

function judge(given: PropertyMap): ReturnType<Generator["judge"]> {
  const length = given["length"];
  const { classes } = textPlan(given);
  const least = classes.reduce((sum, one) => sum + one.minimum, 0);
  const failures = [...judgeKeepers(given)];
  if (typeof length === "number" && (!Number.isInteger(length) || length < 1)) {
    failures.push({ property: "length", reason: `must be a whole number of at least 1, got ${length}` });
  } else if (typeof length === "number" && length < least) {
    failures.push({ property: "length", reason: `must be at least ${least}, the sum of the minimums, got ${length}` });
  }
  if (classes.length === 0) {
    failures.push({ property: "lower", reason: "one of lower, upper, numeric and special must be true" });
  }
  return failures;
}

/** A text that is shown: state and outputs hold it openly. */
export const randomString: Generator = {
  inputs,
  outputs: ["result"],
  fill: withDefaults,
  judge,
  generate: (given) => {
    const result = generateText(textPlan(given));
    return { id: result, outputs: { result } };
  },
  adopt: (id) => ({ id, inputs: { length: id.length }, outputs: { result: id } }),
};

/** A text that is a secret, with its bcrypt hash. */
export const randomPassword: Generator = {
  ...randomString,
  outputs: ["result", "bcryptHash"],
  secrets: ["result", "bcryptHash"],
  generate: (given) => ({ id: "none", outputs: passwordOutputs(generateText(textPlan(given))) }),
  adopt: (id) => ({ id: "none", inputs: { length: id.length }, outputs: passwordOutputs(id) }),
};

function passwordOutputs(result: string): PropertyMap {
  const require = createRequire(import.meta.url); // loaded where it is needed: most plugins make no password
  const { hashSync } = require("bcryptjs") as typeof import("bcryptjs");
  return { result, bcryptHash: hashSync(result, 10) };
}
