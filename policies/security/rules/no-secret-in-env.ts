import { at, entries, list, text } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { looksSecret } from "../../rule/secret-words.ts";
import { TRAINING_JOB } from "../../rule/types.ts";
import { containersOf } from "../../rule/workload.ts";

export const noSecretInEnv: ResourceRule = {
  id: "no-secret-in-env",
  asks: "No password, token or key stands in clear in an environment variable.",
  why: "Everybody who may look at a pod, a run or its logs would read it, and it would be kept in the state.",
  fix: "put it into a Secret and take it by valueFrom.secretKeyRef, or, for a job, by secretEnv",
  *judge(resource) {
    const says = { got: "holds a value in clear", allowed: "a reference to a secret" };
    for (const { where, value } of containersOf(resource)) {
      for (const variable of list(at(value, "env"))) {
        const name = text(at(variable, "name")) ?? "";
        const clear = readable(variable);
        if (clear !== undefined && looksSecret(name, clear))
          yield { where: `${where}.env[${JSON.stringify(name)}]`, ...says };
      }
    }
    if (resource.type !== TRAINING_JOB) return;
    for (const [name, clear] of entries(at(resource.props, "env"))) {
      if (typeof clear === "string" && looksSecret(name, clear))
        yield { where: `env[${JSON.stringify(name)}]`, ...says };
    }
  },
};

/** The value of a variable where it has one in clear; a reference has none. */
function readable(variable: unknown): string | undefined {
  return at(variable, "valueFrom") === undefined ? text(at(variable, "value")) : undefined;
}
