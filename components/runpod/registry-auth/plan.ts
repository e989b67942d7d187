import { z } from "zod";
import type { Problem } from "../../lib/errors.ts";
import { provenName } from "../../lib/names.ts";
import { changedFields, fieldProblems, ownerProblems } from "../kind.ts";
import type { Properties } from "../partial-failure.ts";

/** What a registry credential is asked to be. */
export const registryShape = {
  project: z.string(),
  stack: z.string(),
  name: z.string(),
  username: z.string().min(1),
  password: z.string().min(1),
};

export interface RegistryPlan {
  /** `<project>-<stack>-<name>-<tag><proof>`, see lib/names.ts. */
  readonly physicalName: string;
  readonly username: string;
  readonly password: string;
}

export function checkRegistry(
  _olds: Properties,
  news: Properties,
): { inputs: Properties; problems: readonly Problem[] } {
  const problems = fieldProblems(registryShape, news).map(withoutValue);
  return { inputs: news, problems: problems.length > 0 ? problems : ownerProblems(news) };
}

/** RunPod can neither show nor change a credential: every change is another one. */
export function diffRegistry(olds: Properties, news: Properties): { changed: string[]; replaces: string[] } {
  const changed = [...changedFields(registryShape, olds, news)];
  return { changed, replaces: changed };
}

/**
 * `tag` is fresh for every create. So the old and the new credential live side by side while one replaces the other, and
 * after a lost answer the one that was made is known for sure: nobody else's can have its name. One that a killed create left
 * is known again by its proof of `owner`.
 */
export function planRegistry(inputs: Properties, tag: string, owner: string): RegistryPlan {
  const { project, stack, name, username, password } = z.object(registryShape).parse(inputs);
  return { physicalName: provenName({ project, stack, name }, tag, owner), username, password };
}

/** A problem with a password never shows it. */
function withoutValue(problem: Problem): Problem {
  return problem.path === "password" ? { path: "password", reason: "must be a text that is not empty" } : problem;
}
