import { dataCenters } from "./data-centers.ts";
import { gpuById, gpus } from "./gpus.ts";
import type { Cloud, Level } from "./records.ts";
import type { StockRule } from "./state.ts";

const ORDER: readonly Level[] = ["NONE", "LOW", "MEDIUM", "HIGH"];

/** The better of two levels. */
export const better = (a: Level, b: Level): Level => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b);

/** Stock of one GPU type in one cloud and data centre. */
export function levelOf(rules: readonly StockRule[], gpuId: string, cloud: Cloud, dataCenter: string): Level {
  const rule = rules.findLast(
    (one) => one.gpu === gpuId && (one.cloud ?? cloud) === cloud && (one.dataCenter ?? dataCenter) === dataCenter,
  );
  const facts = gpuById(gpuId);
  if (facts === undefined) return "NONE";
  const price = cloud === "SECURE" ? facts.secureUsdPerHour : facts.communityUsdPerHour;
  if (price === 0) return "NONE";
  // A rule for no data centre in particular speaks of those that have the GPU at all.
  if (!facts.dataCenters.includes(dataCenter) && rule?.dataCenter === undefined) return "NONE";
  return rule?.level ?? facts.level;
}

/** Where a pod lands: the first data centre with the best stock, or undefined where all have none. */
export function placeFor(
  rules: readonly StockRule[],
  wish: { gpu: string; cloud: Cloud; dataCenterIds: readonly string[] },
): string | undefined {
  const candidates = wish.dataCenterIds.length > 0 ? wish.dataCenterIds : dataCenters.map((one) => one.id);
  const levels = candidates.map((id) => ({ id, level: levelOf(rules, wish.gpu, wish.cloud, id) }));
  const best = levels.reduce<Level>((level, one) => better(level, one.level), "NONE");
  return best === "NONE" ? undefined : levels.find((one) => one.level === best)?.id;
}

/** Ids of GPUs there are. */
export const gpuIds = (): readonly string[] => gpus.map((one) => one.id);
