import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";

const MIN_LENGTH = 24;

export const strongPasswords: ResourceRule = {
  id: "strong-passwords",
  asks: `A generated password has at least ${MIN_LENGTH} characters.`,
  why: "Nobody has to type it, so it may be long enough that guessing is hopeless, at no cost.",
  fix: `set length to ${MIN_LENGTH} or more`,
  *judge(resource) {
    if (!resource.type.startsWith("random:index/randomPassword:")) return;
    const length = at(resource.props, "length");
    if (typeof length !== "number" || length < MIN_LENGTH)
      yield { where: "length", got: shown(length), allowed: `at least ${MIN_LENGTH}` };
  },
};
