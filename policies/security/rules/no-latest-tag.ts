import { imagesOf, readReference } from "../../rule/image-reference.ts";
import { shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";

export const noLatestTag: ResourceRule = {
  id: "no-latest-tag",
  asks: "An image has a tag or a digest, and the tag is not `latest`.",
  why: "What `latest` names changes without anybody deciding it, so a restart may run something else.",
  fix: "name a version or a digest",
  unknown: "later",
  *judge(resource) {
    for (const { where, reference } of imagesOf(resource)) {
      const read = readReference(reference);
      const fixed = read !== undefined && (read.digest !== undefined || (read.tag ?? "latest") !== "latest");
      if (!fixed) yield { where, got: shown(reference), allowed: "a tag other than latest, or a digest" };
    }
  },
};
