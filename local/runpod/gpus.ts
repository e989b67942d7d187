import type { Level } from "./records.ts";

/** One GPU type. Prices are USD per hour and GPU; 0 is not offered in that cloud. */
export interface GpuFacts {
  readonly id: string;
  readonly memoryGb: number;
  readonly secureUsdPerHour: number;
  readonly communityUsdPerHour: number;
  /** Most GPUs in one pod. */
  readonly maxCount: number;
  readonly level: Level;
  readonly dataCenters: readonly string[];
  /** Where the prices come from. */
  readonly source: string;
}

const WIDE = ["EU-RO-1", "EU-SE-1", "EU-CZ-1", "EUR-IS-1", "CA-MTL-1", "US-IL-1", "US-KS-2", "US-TX-3", "US-GA-1"];
const LARGE = ["EU-RO-1", "EU-NL-1", "EUR-IS-1", "US-KS-2", "US-CA-2", "US-MD-1", "AP-JP-1"];

const NOV_2026 = "price list seen in November 2026";
const YEAR_2026 = "price seen in 2026, approximate";
const ASSUMED = "assumed: no price was found";

/** Reads a row: id, GB, secure, community, most in a pod, level, places, source. */
const gpu = (
  id: string,
  memoryGb: number,
  secureUsdPerHour: number,
  communityUsdPerHour: number,
  maxCount: number,
  level: Level,
  dataCenters: readonly string[],
  source: string,
): GpuFacts => ({ id, memoryGb, secureUsdPerHour, communityUsdPerHour, maxCount, level, dataCenters, source });

/** Prices and ids as far as they were seen; stock and places are assumed. Read the catalog, never this table. */
export const gpus: readonly GpuFacts[] = [
  gpu("NVIDIA RTX A4000", 16, 0.25, 0.17, 8, "HIGH", WIDE, YEAR_2026),
  gpu("NVIDIA RTX A5000", 24, 0.27, 0.16, 8, "HIGH", WIDE, ASSUMED),
  gpu("NVIDIA RTX A6000", 48, 0.49, 0.33, 8, "MEDIUM", WIDE, ASSUMED),
  gpu("NVIDIA GeForce RTX 3090", 24, 0.46, 0.22, 8, "MEDIUM", WIDE, ASSUMED),
  gpu("NVIDIA GeForce RTX 4090", 24, 0.69, 0.34, 8, "HIGH", WIDE, YEAR_2026),
  gpu("NVIDIA GeForce RTX 5090", 32, 0.99, 0.69, 8, "LOW", WIDE, ASSUMED),
  gpu("NVIDIA L4", 24, 0.39, 0.32, 8, "MEDIUM", WIDE, ASSUMED),
  gpu("NVIDIA L40", 48, 0.82, 0.69, 8, "LOW", WIDE, ASSUMED),
  gpu("NVIDIA L40S", 48, 0.86, 0.79, 8, "MEDIUM", WIDE, YEAR_2026),
  gpu("NVIDIA A40", 48, 0.44, 0, 10, "MEDIUM", WIDE, YEAR_2026),
  gpu("NVIDIA A100 80GB PCIe", 80, 1.79, 1.19, 8, "LOW", LARGE, NOV_2026),
  gpu("NVIDIA A100-SXM4-80GB", 80, 1.79, 1.39, 8, "MEDIUM", LARGE, NOV_2026),
  gpu("NVIDIA H100 PCIe", 80, 2.89, 1.99, 8, "LOW", LARGE, NOV_2026),
  gpu("NVIDIA H100 80GB HBM3", 80, 3.99, 2.69, 8, "MEDIUM", LARGE, NOV_2026),
  gpu("NVIDIA H100 NVL", 94, 3.19, 2.59, 8, "LOW", LARGE, NOV_2026),
  gpu("NVIDIA H200", 141, 4.59, 0, 8, "LOW", LARGE, NOV_2026),
  gpu("NVIDIA B200", 180, 6.79, 5.98, 8, "LOW", LARGE, NOV_2026),
  gpu("NVIDIA RTX PRO 6000 Blackwell Server Edition", 96, 1.89, 1.69, 8, "LOW", LARGE, ASSUMED),
  gpu("AMD Instinct MI300X OAM", 192, 2.49, 0, 8, "LOW", ["EU-RO-1"], ASSUMED),
];

/** CUDA versions hosts report. Assumed. */
export const cudaVersions: readonly string[] = ["12.1", "12.4", "12.8", "12.9"];

export const gpuById = (id: string): GpuFacts | undefined => gpus.find((one) => one.id === id);

/** One CPU flavour; prices are USD per hour and vCPU. All assumed. */
export interface CpuFacts {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly maxVcpu: number;
  readonly ramGbPerVcpu: number;
  readonly usdPerVcpuHour: number;
}

export const cpus: readonly CpuFacts[] = [
  { id: "cpu3c", name: "Compute-Optimized", group: "3rd", maxVcpu: 32, ramGbPerVcpu: 2, usdPerVcpuHour: 0.03 },
  { id: "cpu5c", name: "Compute-Optimized", group: "5th", maxVcpu: 32, ramGbPerVcpu: 2, usdPerVcpuHour: 0.035 },
];

/** Numeric: 12.11 is newer than 12.2. */
export function isCudaAtLeast(version: string, minimum: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [minMajor = 0, minMinor = 0] = minimum.split(".").map(Number);
  return major > minMajor || (major === minMajor && minor >= minMinor);
}
