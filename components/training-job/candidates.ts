import { formatUsd, priceOr } from "../lib/cost/spend.ts";
import type { CandidateRule, CandidateWish, CloudName, JobInputs, PricedCandidate } from "./args.ts";

/** What the catalog says of one GPU type, as RunPod writes it. */
export interface CatalogGpu {
  readonly id: string;
  /** GB. */
  readonly memory: number;
  readonly secure: boolean;
  readonly community: boolean;
  /** USD per hour for one GPU. */
  readonly price: { readonly secure: number; readonly community: number };
  readonly maxCount: { readonly secure: number; readonly community: number };
  readonly availability?: string | undefined;
  readonly dataCenters?: readonly { readonly id: string; readonly availability: string }[] | undefined;
}

/** The catalog for one pool and number of GPUs; undefined where it was not to be had. */
export type Catalog = (cloud: CloudName, count: number) => readonly CatalogGpu[] | undefined;

export interface Resolution {
  /** In the order in which they will be tried. */
  readonly candidates: readonly PricedCandidate[];
  /** Why a wish was left out; one line each. */
  readonly refused: readonly string[];
  /** GPU ids that the live catalog does not have. */
  readonly unknownGpus: readonly string[];
  /** Whether the live catalog was read for every wish. */
  readonly live: boolean;
}

type Wanted = Pick<JobInputs, "candidates" | "maxUsdPerHour" | "volumeDataCenter">;

/** Which pools and numbers of GPUs the catalog must be asked for. */
export function catalogQueries(candidates: JobInputs["candidates"]): readonly { cloud: CloudName; count: number }[] {
  const wishes: readonly (CandidateWish | CandidateRule)[] = isRule(candidates) ? [candidates] : candidates;
  const queries = wishes.map((wish) => ({ cloud: wish.cloud ?? "SECURE", count: wish.count ?? 1 }));
  return queries.filter(
    (query, at) => queries.findIndex((q) => q.cloud === query.cloud && q.count === query.count) === at,
  );
}

/**
 * Puts a price on every candidate and drops those dearer than the ceiling. A list keeps its order; a rule takes what
 * fits, by stock, then by price, out of stock last, since stock is a hint and often wrong.
 */
export function resolveCandidates(wanted: Wanted, catalog: Catalog): Resolution {
  return isRule(wanted.candidates)
    ? byRule(wanted.candidates, wanted, catalog)
    : byList(wanted.candidates, wanted, catalog);
}

function isRule(candidates: JobInputs["candidates"]): candidates is CandidateRule {
  return !Array.isArray(candidates);
}

function byList(wishes: readonly CandidateWish[], wanted: Wanted, catalog: Catalog): Resolution {
  const candidates: PricedCandidate[] = [];
  const refused: string[] = [];
  const unknownGpus: string[] = [];
  let live = true;
  for (const wish of wishes) {
    const count = wish.count ?? 1;
    const known = catalog(wish.cloud, count);
    live &&= known !== undefined;
    const gpu = known?.find((entry) => entry.id === wish.gpu);
    if (known !== undefined && gpu === undefined) unknownGpus.push(wish.gpu);
    const reason = gpu === undefined ? undefined : refusal(gpu, wish.cloud, count, wanted.maxUsdPerHour);
    const dataCenter = wish.dataCenter ?? wanted.volumeDataCenter;
    if (reason !== undefined) refused.push(`${wish.gpu} ${wish.cloud}: ${reason}`);
    else if (known === undefined || gpu !== undefined) {
      candidates.push({
        gpu: wish.gpu,
        cloud: wish.cloud,
        dataCenter,
        count,
        ...priceOf(gpu, wish.cloud, count, wanted),
      });
    }
  }
  return { candidates, refused, unknownGpus, live };
}

function byRule(rule: CandidateRule, wanted: Wanted, catalog: Catalog): Resolution {
  const cloud = rule.cloud ?? "SECURE";
  const count = rule.count ?? 1;
  const known = catalog(cloud, count);
  if (known === undefined) return { candidates: [], refused: [], unknownGpus: [], live: false };
  const ceiling = Math.min(rule.maxUsdPerHour, wanted.maxUsdPerHour);
  const fitting = known.filter((gpu) => gpu.memory >= rule.minMemoryGb);
  const reasons = fitting.map((gpu) => [gpu, refusal(gpu, cloud, count, ceiling)] as const);
  const ranked = reasons
    .filter(([, reason]) => reason === undefined)
    .map(([gpu]) => ({ gpu, rank: stockRank(gpu, wanted.volumeDataCenter), ...priceOf(gpu, cloud, count, wanted) }))
    .sort((a, b) => a.rank - b.rank || a.usdPerHour - b.usdPerHour || (a.gpu.id < b.gpu.id ? -1 : 1));
  return {
    candidates: ranked.map(({ gpu, usdPerHour, source }) => {
      return { gpu: gpu.id, cloud, dataCenter: wanted.volumeDataCenter, count, usdPerHour, source };
    }),
    refused: reasons.flatMap(([gpu, reason]) => (reason === undefined ? [] : [`${gpu.id} ${cloud}: ${reason}`])),
    unknownGpus: [],
    live: true,
  };
}

/** Why this GPU cannot be had at all, or undefined. */
function refusal(gpu: CatalogGpu, cloud: CloudName, count: number, ceilingUsdPerHour: number): string | undefined {
  const pool = cloud === "SECURE" ? "secure" : "community";
  if (!gpu[pool]) return `RunPod does not offer it in ${cloud}`;
  if (gpu.maxCount[pool] < count) return `at most ${gpu.maxCount[pool]} in one pod, got ${count}`;
  const usdPerHour = gpu.price[pool] * count;
  return usdPerHour > ceilingUsdPerHour + 1e-9
    ? `costs ${formatUsd(usdPerHour)}/h, above ${formatUsd(ceilingUsdPerHour)}/h`
    : undefined;
}

function priceOf(
  gpu: CatalogGpu | undefined,
  cloud: CloudName,
  count: number,
  wanted: Wanted,
): Pick<PricedCandidate, "usdPerHour" | "source"> {
  const single = gpu?.price[cloud === "SECURE" ? "secure" : "community"];
  const listed = single === undefined || !(single > 0) ? undefined : Math.round(single * count * 1e6) / 1e6;
  return { usdPerHour: priceOr(wanted.maxUsdPerHour, listed), source: listed === undefined ? "ceiling" : "live" };
}

const stockOrder = ["HIGH", "MEDIUM", "LOW"];

/** 0 is the best stock; what nobody says lies before NONE. */
function stockRank(gpu: CatalogGpu, dataCenter: string | null): number {
  const told = gpu.availability;
  const here = gpu.dataCenters?.find((entry) => entry.id === dataCenter)?.availability;
  const level = dataCenter === null || told === undefined ? told : (here ?? "NONE");
  if (level === "NONE") return stockOrder.length + 1;
  const rank = stockOrder.indexOf(level ?? "");
  return rank === -1 ? stockOrder.length : rank;
}
