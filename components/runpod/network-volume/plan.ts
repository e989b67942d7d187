import { z } from "zod";
import { type VolumeType, volumeUsdPerMonth } from "../../lib/cost/storage.ts";
import type { Problem } from "../../lib/errors.ts";
import { ownedName } from "../../lib/names.ts";
import { UNKNOWN } from "../../lib/unknown.ts";
import { changedFields, fieldProblems, ownerProblems } from "../kind.ts";
import type { Properties } from "../partial-failure.ts";
import type { NetworkVolumeRecord } from "../service.ts";

/** What a volume is asked to be; `name` is the resource's, not RunPod's. */
export const volumeShape = {
  project: z.string(),
  stack: z.string(),
  name: z.string(),
  sizeGb: z.int().min(10).max(4096),
  dataCenter: z.string().min(1),
  type: z.enum(["STANDARD", "HIGH_PERFORMANCE"]),
  retain: z.boolean(),
};

/** A volume's inputs, all known. */
export interface VolumePlan {
  /** `<project>-<stack>-<name>`. RunPod does not keep names apart, so data centre and kind belong to its identity. */
  readonly physicalName: string;
  readonly sizeGb: number;
  readonly dataCenter: string;
  readonly type: VolumeType;
  readonly retain: boolean;
}

const pinned = ["dataCenter", "type"];

export function checkVolume(olds: Properties, news: Properties): { inputs: Properties; problems: readonly Problem[] } {
  const problems = [...fieldProblems(volumeShape, news)];
  if (problems.length === 0) problems.push(...ownerProblems(news), ...shrinkProblems(olds, news));
  const { sizeGb } = news;
  const type = volumeShape.type.safeParse(news["type"]).data;
  const usdPerMonth = typeof sizeGb === "number" && type !== undefined ? usdPerMonthOf(sizeGb, type) : UNKNOWN;
  return { inputs: { ...news, usdPerMonth }, problems };
}

export function diffVolume(olds: Properties, news: Properties): { changed: string[]; replaces: string[] } {
  const changed = [...changedFields(volumeShape, olds, news)];
  return { changed, replaces: changed.filter((field) => pinned.includes(field)) };
}

export function planVolume(inputs: Properties): VolumePlan {
  const { project, stack, name, ...rest } = z.object(volumeShape).parse(inputs);
  return { physicalName: ownedName({ project, stack, name }), ...rest };
}

/** Whether a volume of the account can be this one: names are not unique, so place and kind must agree too. */
export function isThisVolume(plan: VolumePlan, volume: NetworkVolumeRecord): boolean {
  return volume.name === plan.physicalName && volume.dataCenter === plan.dataCenter && volume.type === plan.type;
}

/** USD per month, to the cent. */
export function usdPerMonthOf(sizeGb: number, type: VolumeType): number {
  return Math.round(volumeUsdPerMonth(sizeGb, type) * 100) / 100;
}

/** Shrinking is refused while it is still the same volume; another place or kind makes another one. */
function shrinkProblems(olds: Properties, news: Properties): readonly Problem[] {
  const [before, after] = [olds["sizeGb"], news["sizeGb"]];
  if (typeof before !== "number" || typeof after !== "number" || after >= before) return [];
  if (pinned.some((field) => olds[field] !== news[field])) return [];
  return [{ path: "sizeGb", reason: `must be at least ${before}, got ${after}: a network volume can only grow` }];
}
