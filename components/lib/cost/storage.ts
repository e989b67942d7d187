import { MONTH_HOURS } from "../units.ts";

/** USD per GB and month. Source: RunPod's price page, 2026. */
const storageUsdPerGbMonth = { containerDisk: 0.1, networkVolume: 0.07, networkVolumeAboveTerabyte: 0.05 } as const;
const TERABYTE_GB = 1000;

/** What a network volume of `sizeGb` costs in a month, USD. The cheaper rate holds for the part above 1 TB. */
export function volumeUsdPerMonth(sizeGb: number): number {
  const below = Math.min(sizeGb, TERABYTE_GB);
  const above = Math.max(0, sizeGb - TERABYTE_GB);
  return below * storageUsdPerGbMonth.networkVolume + above * storageUsdPerGbMonth.networkVolumeAboveTerabyte;
}

/** What a pod's container disk of `diskGb` costs while it runs, USD per hour. */
export function diskUsdPerHour(diskGb: number): number {
  return (diskGb * storageUsdPerGbMonth.containerDisk) / MONTH_HOURS;
}
