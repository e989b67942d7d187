import { volumeUsdPerHour } from "./prices.ts";
import type { BilledInterval, PodRecord, VolumeRecord } from "./records.ts";

const HOUR_MS = 3_600_000;

/** Dollars of a pod, split as its bill is, and the seconds in which its compute was billed. */
export interface PodUsage {
  readonly seconds: number;
  readonly gpuUsd: number;
  readonly cpuUsd: number;
  readonly diskUsd: number;
  readonly usd: number;
}

const noUsage: PodUsage = { seconds: 0, gpuUsd: 0, cpuUsd: 0, diskUsd: 0, usd: 0 };

/** Whole seconds of an interval that end in [from, to): what is billed by the second adds up over any windows. */
function secondsWithin(interval: BilledInterval, from: number, to: number): number {
  const end = interval.to ?? Number.POSITIVE_INFINITY;
  const until = (t: number) => Math.floor((Math.min(Math.max(t, interval.from), end) - interval.from) / 1000);
  return until(to) - until(from);
}

/** What a pod used in [from, to), epoch milliseconds. */
export function podUsage(pod: PodRecord, from: number, to: number): PodUsage {
  return pod.intervals.reduce<PodUsage>((sum, interval) => {
    const seconds = secondsWithin(interval, from, to);
    const compute = (seconds * interval.computeUsdPerHour) / 3600;
    const disk = (seconds * interval.diskUsdPerHour) / 3600;
    return {
      seconds: sum.seconds + (interval.computeUsdPerHour > 0 ? seconds : 0),
      gpuUsd: sum.gpuUsd + (interval.kind === "gpu" ? compute : 0),
      cpuUsd: sum.cpuUsd + (interval.kind === "cpu" ? compute : 0),
      diskUsd: sum.diskUsd + disk,
      usd: sum.usd + compute + disk,
    };
  }, noUsage);
}

/** USD of a network volume in [from, to): each full hour since its creation is charged when it ends, at the size it has then. */
export function volumeUsd(volume: VolumeRecord, from: number, to: number): number {
  const end = Math.min(to, volume.deletedAt ?? Number.POSITIVE_INFINITY);
  const charges = (t: number) => Math.max(0, Math.floor((t - volume.createdAt) / HOUR_MS));
  return volume.sizes.reduce((sum, size, index) => {
    const until = Math.min(end, volume.sizes[index + 1]?.from ?? Number.POSITIVE_INFINITY);
    const since = Math.max(from, size.from);
    return until <= since ? sum : sum + (charges(until) - charges(since)) * volumeUsdPerHour(size.gb, volume.type);
  }, 0);
}

/** What a pod burns now, USD per hour. */
export function burnUsdPerHour(pod: PodRecord): number {
  const open = pod.intervals.at(-1);
  return open?.to === null ? open.computeUsdPerHour + open.diskUsdPerHour : 0;
}
