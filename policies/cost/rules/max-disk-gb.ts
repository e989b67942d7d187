import { at } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { TRAINING_JOB } from "../../rule/types.ts";
import { ceilingSettings, overMax } from "../ceiling.ts";

const id = "max-disk-gb";

export const maxDiskGb: ResourceRule = {
  id,
  asks: "A pod's container disk is within the environment's limit.",
  why: "It is paid for while the pod runs and wiped with it; what is kept belongs on the volume.",
  fix: "lower diskGb",
  settings: ceilingSettings,
  *judge({ type, props }, settings) {
    if (type !== TRAINING_JOB) return;
    yield* overMax(id, settings, { field: "diskGb", unit: "GB", value: at(props, "diskGb") });
  },
};
