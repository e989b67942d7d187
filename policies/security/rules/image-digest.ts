import { imagesOf, isMeant, readReference } from "../../rule/image-reference.ts";
import { shown, texts } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";

/** A tag that is the hash of what it names. */
const contentTag = /^[0-9a-f]{12,64}$/;

export const imageDigest: ResourceRule = {
  id: "image-digest",
  asks: "An image is named by its digest; where `contentTagged` names its repository, a tag that is a hash of its content will do.",
  why: "A tag can be moved by whoever may push; a digest names exactly what was tested.",
  fix: "name it as <repository>@sha256:<digest>; images that the stack pushes to a registry have theirs",
  unknown: "later",
  settings: { contentTagged: { type: "array", items: { type: "string" } } },
  *judge(resource, settings) {
    const patterns = texts(settings["contentTagged"]);
    for (const { where, reference } of imagesOf(resource)) {
      const read = readReference(reference);
      const tagged = read !== undefined && patterns.some((pattern) => isMeant(read.repository, pattern));
      if (read?.digest !== undefined || (tagged && contentTag.test(read.tag ?? ""))) continue;
      yield { where, got: shown(reference), allowed: "a digest (@sha256:...)" };
    }
  },
};
