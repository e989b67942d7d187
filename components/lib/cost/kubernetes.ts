import { MONTH_HOURS } from "../units.ts";
import type { Cost, Costly } from "./figure.ts";
import type { KubernetesPrice, Prices } from "./prices.ts";
import { readQuantity } from "./quantity.ts";
import { standing } from "./standing.ts";
import { elements, value } from "./value.ts";

const GIBIBYTE = 2 ** 30;

/** Kinds whose pods stay up. */
const staying = new Set(["DaemonSet", "Deployment", "Pod", "ReplicaSet", "ReplicationController", "StatefulSet"]);

/** An amount of a priced thing; `why` says why it is not known. */
interface Amount {
  readonly price: KubernetesPrice;
  /** Months or hours are in the price's name. */
  readonly quantity: number;
}

/** What a Kubernetes object costs: what it reserves at the prices of its cluster. */
export function kubernetesFigure({ type, inputs }: Costly, { kubernetes: prices }: Prices): Cost {
  const kind = type.split(":").at(-1) ?? "";
  if (kind === "Job" || kind === "CronJob") return { kind: "uncounted", what: "jobs in the cluster, minutes each" };
  if (isForeign(type)) return { kind: "unknown", why: `nothing here knows what a cluster makes of ${type}` };
  if (kind === "PersistentVolume") return { kind: "uncounted", what: "volumes that the cluster did not make" };
  const amounts = amountsOf(kind, inputs, prices);
  if (typeof amounts === "string") return { kind: "unknown", why: amounts };
  let usdPerMonth = 0;
  for (const { price, quantity } of amounts) {
    const usd = prices[price];
    if (usd === undefined) return { kind: "unknown", why: `the price file has no kubernetes.${price}` };
    usdPerMonth += usd * quantity * (price.endsWith("Hour") ? MONTH_HOURS : 1);
  }
  return amounts.length === 0 ? undefined : standing(usdPerMonth);
}

/** Whether an object is of no API group of Kubernetes itself: whoever reads it may make anything of it. A chart only groups. */
function isForeign(type: string): boolean {
  const [, group = "", kind = ""] = /^kubernetes:([^:/]+)\/[^:]+:(.+)$/.exec(type) ?? [];
  return group.includes(".") && !group.endsWith(".k8s.io") && !(group === "helm.sh" && kind === "Chart");
}

/** What an object reserves; a text where that is not known. */
function amountsOf(kind: string, inputs: Costly["inputs"], prices: Prices["kubernetes"]): readonly Amount[] | string {
  if (kind === "PersistentVolumeClaim") return storageOf(inputs, 1);
  if (kind === "Service")
    return value(inputs, "spec", "type") === "LoadBalancer" ? [{ price: "loadBalancerUsdPerMonth", quantity: 1 }] : [];
  if (!staying.has(kind)) return [];
  const replicas = kind === "DaemonSet" ? prices.nodes : kind === "Pod" ? 1 : (value(inputs, "spec", "replicas") ?? 1);
  if (replicas === undefined) return "the price file has no kubernetes.nodes, which is how many pods a DaemonSet makes";
  if (typeof replicas !== "number") return "its replicas are not known";
  const pod = kind === "Pod" ? value(inputs, "spec") : value(inputs, "spec", "template", "spec");
  const [cores, bytes] = [reservedBy(pod, "cpu"), reservedBy(pod, "memory")];
  if (cores === undefined || bytes === undefined) return "a container says not what it reserves (resources.requests)";
  const claims = elements(value(inputs, "spec", "volumeClaimTemplates")).map((claim) => storageOf(claim, replicas));
  const unknown = claims.find((claim) => typeof claim === "string");
  if (unknown !== undefined) return unknown;
  return [
    { price: "cpuUsdPerCoreHour", quantity: cores * replicas },
    { price: "memoryUsdPerGiBHour", quantity: (bytes / GIBIBYTE) * replicas },
    ...claims.flatMap((claim) => (typeof claim === "string" ? [] : claim)),
  ];
}

function storageOf(claim: unknown, count: number): readonly Amount[] | string {
  const bytes = readQuantity(value(claim, "spec", "resources", "requests", "storage"));
  if (bytes === undefined) return "the size of a claim is not known";
  return [{ price: "storageUsdPerGiBMonth", quantity: (bytes / GIBIBYTE) * count }];
}

/**
 * What a pod reserves of `what`: all its containers together with those that prepare it and are told to stay, or the largest
 * that prepares it with those that stay by then. undefined: one does not say.
 */
function reservedBy(pod: unknown, what: "cpu" | "memory"): number | undefined {
  const of = (group: string) =>
    elements(value(pod, group)).map((container) => ({
      amount: readQuantity(value(container, "resources", "requests", what)),
      stays: value(container, "restartPolicy") === "Always",
    }));
  const [containers, first] = [of("containers"), of("initContainers")];
  if (containers.length === 0 || [...containers, ...first].some(({ amount }) => amount === undefined)) return undefined;
  let [beside, largest] = [0, 0];
  for (const { amount = 0, stays } of first) {
    largest = Math.max(largest, beside + amount);
    if (stays) beside += amount;
  }
  return Math.max(
    largest,
    containers.reduce((total, { amount = 0 }) => total + amount, beside),
  );
}
