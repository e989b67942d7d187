import { diskUsdPerHour } from "./storage.ts";
import { kubernetesFigure } from "./kubernetes.ts";
import type { Prices } from "./prices.ts";
import { standing } from "./standing.ts";
import { value } from "./value.ts";

/** A resource as a preview or a state shows it. */
export interface Costly {
  /** Pulumi's type. */
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/**
 * How sure a figure is. `live`: RunPod's catalog said it now. `file`: from a list of prices with a date. `ceiling`: nobody
 * could say, so the limit stands for it. `unknown`: no figure; it is never 0.
 */
export type Confidence = "live" | "file" | "ceiling" | "unknown";

/** What a resource costs. */
export interface Figure {
  /** `stands`: for as long as it exists. `runs`: while a run of it goes on. */
  readonly kind: "stands" | "runs";
  /** USD; what stands costs this all the time, what runs while it runs. */
  readonly usdPerHour: number;
  /** USD; 0 for what runs. */
  readonly usdPerMonth: number;
  /** USD that one run can cost at most; 0 for what stands. */
  readonly worstCaseUsd: number;
  readonly confidence: Exclude<Confidence, "unknown">;
}

/** No figure: why not, and what to do. */
export interface NoFigure {
  readonly kind: "unknown";
  readonly why: string;
}

/** Something that costs, but by a measure that no preview has. */
export interface NotCounted {
  readonly kind: "uncounted";
  readonly what: string;
}

/** The cost of one resource; undefined for what costs nothing by itself. */
export type Cost = Figure | NoFigure | NotCounted | undefined;

export const TRAINING_JOB = "pulumi-nodejs:dynamic/runpod:TrainingJob";
export const NETWORK_VOLUME = "pulumi-nodejs:dynamic/runpod:NetworkVolume";

/** Kinds of ours that cost nothing: configuration, an order of deeds, what lies in storage that is counted already. */
const ownFree = new Set([
  ...["runpod:Template", "runpod:RegistryAuth"],
  ...["scale:Drained", "scale:Settled", "chosen:Chosen"],
  ...["hbase:HBaseTable", "hdfs:HdfsDirectory", "corpus:CorpusSnapshot"],
]);
const OWN = "pulumi-nodejs:dynamic/";

/** Types that cost nothing: what groups others, what is only configuration, what a machine of ours makes. */
function isFree(type: string): boolean {
  if (type.startsWith(OWN)) return ownFree.has(type.slice(OWN.length));
  return /^(pulumi|trainyard|random|docker):/.test(type);
}
const cloudflareTunnel = /^cloudflare:index\/zeroTrustTunnelCloudflared:/;
const cloudflareSeats = /^cloudflare:index\/zeroTrustAccess/;

/** What a resource costs, from its own inputs where they carry a price, else from the environment's prices. */
export function costOf(resource: Costly, prices: Prices): Cost {
  const { type, inputs } = resource;
  if (type === TRAINING_JOB) return jobFigure(inputs);
  if (type === NETWORK_VOLUME) return volumeFigure(inputs);
  if (isFree(type)) return undefined;
  if (type.startsWith("kubernetes:")) return kubernetesFigure(resource, prices);
  if (cloudflareTunnel.test(type)) return tunnelFigure(prices);
  if (cloudflareSeats.test(type)) return { kind: "uncounted", what: "Cloudflare Access seats" };
  if (type.startsWith("cloudflare:")) return undefined;
  return { kind: "unknown", why: `nothing here knows what ${type} costs` };
}

function jobFigure(inputs: Costly["inputs"]): Cost {
  const price = value(inputs, "plan", "usdPerHour");
  const worstCaseUsd = value(inputs, "plan", "worstCaseUsd");
  if (!isPrice(price) || !isPrice(worstCaseUsd)) return { kind: "unknown", why: "its price plan is not known" };
  const diskGb = value(inputs, "diskGb");
  const disk = typeof diskGb === "number" ? diskUsdPerHour(diskGb) : 0;
  const candidates = value(inputs, "plan", "candidates");
  const live =
    Array.isArray(candidates) && candidates.length > 0 && candidates.every((one) => value(one, "source") === "live");
  return {
    kind: "runs",
    usdPerHour: price + disk,
    usdPerMonth: 0,
    worstCaseUsd,
    confidence: live ? "live" : "ceiling",
  };
}

function volumeFigure(inputs: Costly["inputs"]): Cost {
  const usdPerMonth = value(inputs, "usdPerMonth");
  return isPrice(usdPerMonth) ? standing(usdPerMonth) : { kind: "unknown", why: "its price a month is not known" };
}

function tunnelFigure({ cloudflare }: Prices): Cost {
  const { tunnelUsdPerMonth } = cloudflare;
  if (tunnelUsdPerMonth !== undefined) return standing(tunnelUsdPerMonth);
  return { kind: "unknown", why: "the price file has no cloudflare.tunnelUsdPerMonth" };
}

function isPrice(price: unknown): price is number {
  return typeof price === "number" && Number.isFinite(price) && price > 0;
}
