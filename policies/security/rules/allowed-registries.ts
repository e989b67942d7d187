import { imagesOf, isMeant, readReference } from "../../rule/image-reference.ts";
import { shown, texts } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";

export const allowedRegistries: ResourceRule = {
  id: "allowed-registries",
  asks: "An image comes from a repository that the environment names in `allowed`; `*` stands for any text.",
  why: "Whoever owns the registry decides what runs.",
  fix: "push the image to one of them, or add its repository to policies/security/<stack>.json",
  unknown: "later",
  settings: { allowed: { type: "array", items: { type: "string" } } },
  *judge(resource, settings) {
    const patterns = texts(settings["allowed"]);
    const allowed = patterns.length === 0 ? "nothing: nobody decided on registries" : patterns.join(", ");
    for (const { where, reference } of imagesOf(resource)) {
      const read = readReference(reference);
      if (read === undefined || !patterns.some((pattern) => isMeant(read.repository, pattern)))
        yield { where, got: shown(reference), allowed };
    }
  },
};
