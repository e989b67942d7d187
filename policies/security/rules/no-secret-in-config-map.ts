import { at, entries } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { holdsSecret } from "../../rule/secret-words.ts";
import { kindOf } from "../../rule/workload.ts";

export const noSecretInConfigMap: ResourceRule = {
  id: "no-secret-in-config-map",
  asks: "No ConfigMap holds a private key, a known form of token or an address with a password.",
  why: "ConfigMaps are read by everybody who may look at the namespace, and shown in every preview.",
  fix: "move it to a Secret",
  *judge(resource) {
    if (kindOf(resource) !== "ConfigMap") return;
    for (const [key, value] of entries(at(resource.props, "data"))) {
      if (typeof value === "string" && holdsSecret(value))
        yield { where: `data[${JSON.stringify(key)}]`, got: "holds a secret", allowed: "no secret" };
    }
  },
};
