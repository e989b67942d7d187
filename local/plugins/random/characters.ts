import { randomInt } from "node:crypto";
import type { PropertyMap, PropertyValue } from "../core/values.ts";

const special = "!@#$%&*()-_=+[]{}<>:?";
const digits = "0123456789";
const lowerLetters = "abcdefghijklmnopqrstuvwxyz";
const upperLetters = lowerLetters.toUpperCase();

type Value = PropertyValue | undefined;

/** What a generated text is made of. */
export interface TextPlan {
  readonly length: number;
  /** Characters that may occur, with how many of them must. */
  readonly classes: readonly { readonly characters: string; readonly minimum: number }[];
}

/** Inputs of RandomPassword and RandomString with the documented defaults filled in. */
export function withDefaults(inputs: PropertyMap): PropertyMap {
  const numeric = inputs["numeric"] ?? inputs["number"] ?? true;
  return {
    lower: true,
    minLower: 0,
    minNumeric: 0,
    minSpecial: 0,
    minUpper: 0,
    special: true,
    upper: true,
    ...inputs,
    number: numeric,
    numeric,
  };
}

/** The classes of characters that inputs ask for. Unknowns count as their defaults. */
export function textPlan(inputs: PropertyMap): TextPlan {
  const filled = withDefaults(inputs);
  const override = filled["overrideSpecial"];
  const specials = typeof override === "string" && override !== "" ? override : special;
  const wanted: readonly { on: Value; characters: string; minimum: Value }[] = [
    { on: filled["special"], characters: specials, minimum: filled["minSpecial"] },
    { on: filled["numeric"], characters: digits, minimum: filled["minNumeric"] },
    { on: filled["lower"], characters: lowerLetters, minimum: filled["minLower"] },
    { on: filled["upper"], characters: upperLetters, minimum: filled["minUpper"] },
  ];
  return {
    length: numberOf(filled["length"]),
    classes: wanted.flatMap(({ on, characters, minimum }) =>
      on === false ? [] : [{ characters, minimum: numberOf(minimum) }],
    ),
  };
}

const numberOf = (value: Value): number => (typeof value === "number" ? value : 0);

/** A text by plan, from the system's random numbers: first what must occur, the rest from all classes, then shuffled. */
export function generateText({ length, classes }: TextPlan): string {
  const draw = (characters: string): string => characters.charAt(randomInt(characters.length));
  const all = classes.map((one) => one.characters).join("");
  const drawn = classes.flatMap((one) => Array.from({ length: one.minimum }, () => draw(one.characters)));
  while (drawn.length < length) drawn.push(draw(all));
  for (let last = drawn.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [drawn[last], drawn[other]] = [drawn[other] ?? "", drawn[last] ?? ""];
  }
  return drawn.join("");
}
