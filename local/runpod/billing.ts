import type { components } from "../../api/runpod/types.generated.ts";
import type { BillingWindow } from "./billing-window.ts";
import type { PodRecord, VolumeRecord } from "./records.ts";
import { podUsage, volumeUsd } from "./usage.ts";

type Schemas = components["schemas"];
type Range = Schemas["BillingTimeRange"];

const iso = (ms: number): string => new Date(ms).toISOString();

/** One row per bucket for which `row` makes one. */
function rows<T>(window: BillingWindow, row: (from: number, to: number, range: Range) => T | undefined): T[] {
  return window.edges.slice(0, -1).flatMap((from, index) => {
    const to = window.edges[index + 1] ?? from;
    const made = row(from, to, { startTime: iso(from), endTime: iso(to) });
    return made === undefined ? [] : [made];
  });
}

const rangeOf = (window: BillingWindow): Range => ({
  startTime: iso(window.edges[0] ?? 0),
  endTime: iso(window.edges.at(-1) ?? 0),
});

/** Sum of one field over rows. */
const sum = <T>(items: readonly T[], of: (item: T) => number): number => items.reduce((all, one) => all + of(one), 0);

/** Rows of pods, dead ones included. Usage shows only once it is older than the lag of its pod. */
export function podRecords(
  pods: readonly PodRecord[],
  window: BillingWindow,
  settledUntil: (pod: PodRecord) => number,
): Schemas["PodBillingRecord"][] {
  return pods.flatMap((pod) =>
    rows(window, (from, to, range) => {
      const until = Math.min(to, settledUntil(pod));
      const usage = until <= from ? undefined : podUsage(pod, from, until);
      if (usage === undefined || usage.usd === 0) return undefined;
      const amounts = { gpuAmount: usage.gpuUsd, cpuAmount: usage.cpuUsd, diskAmount: usage.diskUsd };
      return { ...range, podId: pod.id, totalAmount: usage.usd, ...amounts };
    }),
  );
}

export function podBilling(
  records: Schemas["PodBillingRecord"][],
  window: BillingWindow,
  podId: string | undefined,
): Schemas["ListPodBillingResponse"] {
  const query = { ...rangeOf(window), bucketSize: window.bucketSize, podId: podId ?? null };
  const totals = {
    totalAmount: sum(records, (one) => one.totalAmount),
    gpuAmount: sum(records, (one) => one.gpuAmount),
    cpuAmount: sum(records, (one) => one.cpuAmount),
    diskAmount: sum(records, (one) => one.diskAmount),
  };
  const uniquePodCount = new Set(records.map((one) => one.podId)).size;
  return { records, metadata: { query, recordCount: records.length, uniquePodCount, totals } };
}

export function volumeRecords(
  volumes: readonly VolumeRecord[],
  window: BillingWindow,
  settledUntil: number,
): Schemas["NetworkVolumeBillingRecord"][] {
  return volumes.flatMap((volume) =>
    rows(window, (from, to, range) => {
      const until = Math.min(to, settledUntil);
      const usd = until <= from ? 0 : volumeUsd(volume, from, until);
      if (usd === 0) return undefined;
      const isStandard = volume.type === "STANDARD";
      const amounts = { standardAmount: isStandard ? usd : 0, highPerformanceAmount: isStandard ? 0 : usd };
      return { ...range, networkVolumeId: volume.id, totalAmount: usd, ...amounts };
    }),
  );
}

export function volumeBilling(
  records: Schemas["NetworkVolumeBillingRecord"][],
  window: BillingWindow,
  volumeId: string | undefined,
): Schemas["ListNetworkVolumeBillingResponse"] {
  const query = { ...rangeOf(window), bucketSize: window.bucketSize, networkVolumeId: volumeId ?? null };
  const totals = {
    totalAmount: sum(records, (one) => one.totalAmount),
    standardAmount: sum(records, (one) => one.standardAmount),
    highPerformanceAmount: sum(records, (one) => one.highPerformanceAmount),
  };
  const uniqueNetworkVolumeCount = new Set(records.map((one) => one.networkVolumeId)).size;
  return { records, metadata: { query, recordCount: records.length, uniqueNetworkVolumeCount, totals } };
}

const noAmounts: Schemas["BillingAmounts"] = {
  totalAmount: 0,
  podGpuAmount: 0,
  podCpuAmount: 0,
  podDiskAmount: 0,
  serverlessGpuAmount: 0,
  serverlessCpuAmount: 0,
  serverlessDiskAmount: 0,
  serverlessFeeAmount: 0,
  storageStandardAmount: 0,
  storageHighPerformanceAmount: 0,
  endpointAmount: 0,
  clusterGpuAmount: 0,
  clusterDiskAmount: 0,
  clusterNetworkingAmount: 0,
};

function amountsOf(
  pods: readonly Schemas["PodBillingRecord"][],
  volumes: readonly Schemas["NetworkVolumeBillingRecord"][],
): Schemas["BillingAmounts"] {
  return {
    ...noAmounts,
    totalAmount: sum(pods, (one) => one.totalAmount) + sum(volumes, (one) => one.totalAmount),
    podGpuAmount: sum(pods, (one) => one.gpuAmount),
    podCpuAmount: sum(pods, (one) => one.cpuAmount),
    podDiskAmount: sum(pods, (one) => one.diskAmount),
    storageStandardAmount: sum(volumes, (one) => one.standardAmount),
    storageHighPerformanceAmount: sum(volumes, (one) => one.highPerformanceAmount),
  };
}

/** All money of the account, one row per bucket in which there was any. */
export function accountBilling(
  pods: readonly Schemas["PodBillingRecord"][],
  volumes: readonly Schemas["NetworkVolumeBillingRecord"][],
  window: BillingWindow,
): Schemas["ListBillingResponse"] {
  const records = rows(window, (_from, _to, range) => {
    const here = (one: Range) => one.startTime === range.startTime;
    const amounts = amountsOf(pods.filter(here), volumes.filter(here));
    return amounts.totalAmount === 0 ? undefined : { ...range, ...amounts };
  });
  const query = { ...rangeOf(window), bucketSize: window.bucketSize };
  return { records, metadata: { query, recordCount: records.length, totals: amountsOf(pods, volumes) } };
}
