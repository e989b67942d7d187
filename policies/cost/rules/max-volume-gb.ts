import { at } from "../../rule/reading.ts";
import type { ResourceRule } from "../../rule/rule.ts";
import { NETWORK_VOLUME } from "../../rule/types.ts";
import { ceilingSettings, overMax } from "../ceiling.ts";

const id = "max-volume-gb";

export const maxVolumeGb: ResourceRule = {
  id,
  asks: "A network volume is within the environment's limit.",
  why: "It is paid for every month, used or not, and it can grow but never shrink.",
  fix: "lower sizeGb",
  settings: ceilingSettings,
  *judge({ type, props }, settings) {
    if (type !== NETWORK_VOLUME) return;
    yield* overMax(id, settings, { field: "sizeGb", unit: "GB", value: at(props, "sizeGb") });
  },
};
