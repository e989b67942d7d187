import { MONTH_HOURS } from "../units.ts";

/** USD per GB and month. Source: RunPod's price page and its page on network volumes, 2026. */
const storageUsdPerGbMonth = {
  ...{ containerDisk: 0.1, networkVolume: 0.07, networkVolumeAboveTerabyte: 0.05 },
  fastNetworkVolume: 0.14,
} as const;
const TERABYTE_GB = 1000;

/** Kinds of disk of a network volume, as RunPod names them. */
export type VolumeType = "STANDARD" | "HIGH_PERFORMANCE";

/** What a network volume of `sizeGb` costs in a month, USD. The cheaper rate holds for the part of a standard one above 1 TB. */
export function volumeUsdPerMonth(sizeGb: number, type: VolumeType): number {
  if (type === "HIGH_PERFORMANCE") return sizeGb * storageUsdPerGbMonth.fastNetworkVolume;
  const below = Math.min(sizeGb, TERABYTE_GB);
  const above = Math.max(0, sizeGb - TERABYTE_GB);
  return below * storageUsdPerGbMonth.networkVolume + above * storageUsdPerGbMonth.networkVolumeAboveTerabyte;
}

/** What a pod's container disk of `diskGb` costs while it runs, USD per hour. */
export function diskUsdPerHour(diskGb: number): number {
  return (diskGb * storageUsdPerGbMonth.containerDisk) / MONTH_HOURS;
}
