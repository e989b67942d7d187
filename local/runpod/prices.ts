import { gpuById, type GpuFacts } from "./gpus.ts";
import type { Cloud, Mounts, VolumeType } from "./records.ts";
import type { EmulatorSettings } from "./settings.ts";

/** Hours of the month that storage prices speak of: 365 x 24 / 12. */
export const HOURS_PER_MONTH = 730;

type Prices = EmulatorSettings["prices"];

/** USD per hour of one GPU in both clouds; 0 is not offered. */
export function gpuPrice(prices: Prices, gpu: GpuFacts): { secure: number; community: number } {
  const own = prices[gpu.id];
  return { secure: own?.secure ?? gpu.secureUsdPerHour, community: own?.community ?? gpu.communityUsdPerHour };
}

/** USD per hour of the GPUs of a pod. */
export function gpuUsdPerHour(prices: Prices, gpuId: string, count: number, cloud: Cloud): number {
  const gpu = gpuById(gpuId);
  if (gpu === undefined) return 0;
  const price = gpuPrice(prices, gpu);
  return (cloud === "SECURE" ? price.secure : price.community) * count;
}

/** USD per hour of the disks of a running pod: container disk and host-local volume disk. */
export function runningDiskUsdPerHour(settings: EmulatorSettings, diskGb: number, mounts: Mounts): number {
  const gb = diskGb + (mounts.persistent?.size ?? 0);
  return (gb * settings.diskUsdPerGbMonth) / HOURS_PER_MONTH;
}

/** USD per hour of the disks of a stopped pod: its volume disk alone, at twice the price. */
export function stoppedDiskUsdPerHour(settings: EmulatorSettings, mounts: Mounts): number {
  return ((mounts.persistent?.size ?? 0) * settings.stoppedDiskUsdPerGbMonth) / HOURS_PER_MONTH;
}

/** USD per hour of a network volume: 0.07 per GB and month below 1 TB, 0.05 above; 0.14 for the faster kind. */
export function volumeUsdPerHour(gb: number, type: VolumeType): number {
  const standard = Math.min(gb, 1000) * 0.07 + Math.max(gb - 1000, 0) * 0.05;
  return (type === "STANDARD" ? standard : gb * 0.14) / HOURS_PER_MONTH;
}
