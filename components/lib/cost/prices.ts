/** Prices of one environment, for what carries none in its own inputs. A price that is missing is unknown, never 0. */
export interface Prices {
  /** Where they come from, in words. */
  readonly source: string;
  /** The day on which somebody read them there, as `2026-11-25`. */
  readonly date: string;
  readonly kubernetes: Readonly<Partial<Record<KubernetesPrice, number>>>;
  readonly cloudflare: Readonly<Partial<Record<CloudflarePrice, number>>>;
}

const kubernetesPrices = [
  "nodes",
  "cpuUsdPerCoreHour",
  "memoryUsdPerGiBHour",
  "storageUsdPerGiBMonth",
  "loadBalancerUsdPerMonth",
] as const;
const cloudflarePrices = ["tunnelUsdPerMonth"] as const;

/** `nodes` is no price: it is how many pods a DaemonSet makes. */
export type KubernetesPrice = (typeof kubernetesPrices)[number];
export type CloudflarePrice = (typeof cloudflarePrices)[number];

/** Days after which prices are to be looked at again. */
export const STALE_DAYS = 60;

const DAY_MS = 86_400_000;

/** Days since somebody read the prices; NaN for what is no date. */
export function ageDays({ date }: Pick<Prices, "date">, nowMs: number): number {
  return /^\d{4}-\d{2}-\d{2}$/.test(date) ? Math.floor((nowMs - Date.parse(`${date}T00:00:00Z`)) / DAY_MS) : Number.NaN;
}

/** Whether prices are too old to be trusted, or nobody can have read them on the day that is said: east of here it is tomorrow. */
export function areStale(prices: Pick<Prices, "date">, nowMs: number): boolean {
  const days = ageDays(prices, nowMs);
  return !(days >= -1 && days <= STALE_DAYS);
}

/** The content of a price file; a text says what is wrong with it. */
export function readPrices(value: unknown): Prices | string {
  if (!isBag(value)) return "it is no object";
  const { source, date, kubernetes = {}, cloudflare = {}, ...rest } = value;
  if (typeof source !== "string" || source === "") return "source is missing: say where the prices come from";
  if (typeof date !== "string") return "date is missing: say when they were read, as 2026-11-25";
  if (Object.keys(rest).length > 0) return `${Object.keys(rest).join(", ")} is not known here`;
  const problem =
    tableProblem("kubernetes", kubernetes, kubernetesPrices) ??
    tableProblem("cloudflare", cloudflare, cloudflarePrices);
  return (
    problem ?? {
      source,
      date,
      kubernetes: kubernetes as Prices["kubernetes"],
      cloudflare: cloudflare as Prices["cloudflare"],
    }
  );
}

function tableProblem(table: string, value: unknown, names: readonly string[]): string | undefined {
  if (!isBag(value)) return `${table} is no object`;
  for (const [name, price] of Object.entries(value)) {
    if (!names.includes(name)) return `${table}.${name} is not known here; known are ${names.join(", ")}`;
    if (typeof price !== "number" || !Number.isFinite(price) || price < 0)
      return `${table}.${name} must be a number from 0, is ${JSON.stringify(price)}`;
  }
  return undefined;
}

function isBag(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
