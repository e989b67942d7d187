import { ArgsError } from "../lib/errors.ts";
import { nameProblems } from "../lib/kubernetes-names.ts";

export interface NetworkPoliciesPlan {
  /** Stem of every name. */
  readonly name: string;
}

/** Decides, or throws ArgsError. */
export function planNetworkPolicies(name: string): NetworkPoliciesPlan {
  const problems = nameProblems(name);
  if (problems.length > 0) throw new ArgsError(`NetworkPolicies "${name}"`, problems);
  return { name };
}
