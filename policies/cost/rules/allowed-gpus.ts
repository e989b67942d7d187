import { at, list, shown, texts } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";

export const allowedGpus: ResourceRule = {
  id: "allowed-gpus",
  asks: "A job runs on GPUs that the environment names in `allowed`.",
  why: "Somebody decided which kinds are worth their price; a typing error or a rule must not rent another.",
  fix: "take one of them, or add it to policies/cost/<stack>.json",
  settings: { allowed: { type: "array", items: { type: "string" } } },
  *judge({ type, props }, settings) {
    if (type !== TRAINING_JOB) return;
    const names = texts(settings["allowed"]);
    const allowed = names.length === 0 ? "nothing: nobody decided on GPUs" : names.join(", ");
    // A list of wishes says the GPUs; of a rule only the plan knows which GPUs it found.
    const wishes = at(props, "candidates");
    const [where, found] = Array.isArray(wishes)
      ? (["candidates", list(wishes)] as const)
      : (["plan.candidates", list(at(props, "plan", "candidates"))] as const);
    if (found.length === 0) yield { where, got: "names no GPU", allowed };
    for (const [index, candidate] of found.entries()) {
      const gpu = at(candidate, "gpu");
      if (typeof gpu !== "string" || !names.includes(gpu))
        yield { where: `${where}[${index}].gpu`, got: shown(gpu), allowed };
    }
  },
};
