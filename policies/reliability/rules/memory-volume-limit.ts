import { at, list, text } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { podsOf } from "../../rule/workload.ts";

export const memoryVolumeLimit: ResourceRule = {
  id: "memory-volume-limit",
  asks: "A volume in memory has a size limit.",
  why: "It counts as memory of the pod: without a limit a log file kills the service beside it.",
  fix: "set emptyDir.sizeLimit",
  *judge(resource) {
    for (const volume of list(at(podsOf(resource)?.spec, "volumes"))) {
      const emptyDir = at(volume, "emptyDir");
      if (at(emptyDir, "medium") !== "Memory" || at(emptyDir, "sizeLimit") !== undefined) continue;
      const name = JSON.stringify(text(at(volume, "name")) ?? "");
      yield { where: `volumes[${name}].emptyDir.sizeLimit`, got: "is missing", allowed: "an amount" };
    }
  },
};
