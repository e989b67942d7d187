import { at, shown } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { NETWORK_VOLUME } from "../../rule/types.ts";

export const retainedVolume: ResourceRule = {
  id: "retained-volume",
  asks: "A network volume outlives the stack.",
  why: "Checkpoints and results of weeks would go with one `down`.",
  fix: "set retain to true",
  *judge(resource) {
    if (resource.type !== NETWORK_VOLUME) return;
    const retain = at(resource.props, "retain");
    if (retain !== true && !resource.protect) yield { where: "retain", got: shown(retain), allowed: "true" };
  },
};
