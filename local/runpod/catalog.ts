import type { components } from "../../api/runpod/types.generated.ts";
import { dataCenters, type DataCenterFacts } from "./data-centers.ts";
import { cpus, cudaVersions, gpus, isCudaAtLeast, type CpuFacts, type GpuFacts } from "./gpus.ts";
import { gpuPrice } from "./prices.ts";
import { ruleProblem } from "./problem.ts";
import type { Cloud, Level } from "./records.ts";
import type { EmulatorSettings } from "./settings.ts";
import type { StockRule } from "./state.ts";
import { better, levelOf } from "./stock.ts";

type Schemas = components["schemas"];

/** Parsed query of the GPU catalog. */
export interface GpuQuery {
  readonly include?: readonly string[];
  readonly product?: readonly string[];
  readonly count?: number;
  readonly cloud?: Cloud;
  readonly countryCodes?: readonly string[];
  readonly cudaVersions?: readonly string[];
  readonly minCudaVersion?: string;
}

/** Throws Problem 400: availability needs a product, every filter needs availability, the CUDA filters exclude each other. */
export function checkCatalogQuery(query: GpuQuery & { readonly vcpuCount?: number }): void {
  const { include, ...filters } = query;
  const wantsAvailability = include?.includes("AVAILABILITY") === true;
  const used = Object.keys(filters)[0];
  if (wantsAvailability && (query.product ?? []).length === 0)
    throw ruleProblem("product is required when include=AVAILABILITY");
  if (!wantsAvailability && used !== undefined) throw ruleProblem(`${used} requires include=AVAILABILITY`);
  if (query.cudaVersions !== undefined && query.minCudaVersion !== undefined)
    throw ruleProblem("cudaVersions and minCudaVersion cannot be used together");
}

/** What decides the shown prices and stock. */
export interface Market {
  readonly prices: EmulatorSettings["prices"];
  readonly stock: readonly StockRule[];
}

export function gpuView(gpu: GpuFacts, query: GpuQuery, market: Market): Schemas["GpuType"] {
  const price = gpuPrice(market.prices, gpu);
  const view: Schemas["GpuType"] = {
    id: gpu.id,
    name: gpu.id.replace(/^(NVIDIA|AMD) (GeForce )?/, ""),
    pool: null,
    manufacturer: gpu.id.startsWith("AMD") ? "AMD" : "NVIDIA",
    memory: gpu.memoryGb,
    secure: price.secure > 0,
    community: price.community > 0,
    price,
    maxCount: { secure: price.secure > 0 ? gpu.maxCount : 0, community: price.community > 0 ? gpu.maxCount : 0 },
  };
  return query.include?.includes("AVAILABILITY") === true ? { ...view, ...availabilityOf(gpu, query, market) } : view;
}

function availabilityOf(gpu: GpuFacts, query: GpuQuery, market: Market): Partial<Schemas["GpuType"]> {
  const clouds: readonly Cloud[] = query.cloud === undefined ? ["SECURE", "COMMUNITY"] : [query.cloud];
  const fits = (query.count ?? 1) <= gpu.maxCount && cudaFits(query);
  const level = (place: DataCenterFacts): Level =>
    clouds.reduce<Level>((best, cloud) => better(best, levelOf(market.stock, gpu.id, cloud, place.id)), "NONE");
  const inCountry = (place: DataCenterFacts) => query.countryCodes?.includes(place.country) ?? true;
  const places = (fits ? dataCenters.filter(inCountry) : [])
    .map((place) => ({ id: place.id, name: place.id, availability: level(place) }))
    .filter((place) => place.availability !== "NONE");
  const availability = places.reduce<Level>((best, place) => better(best, place.availability), "NONE");
  if (availability === "NONE") return { availability };
  const versions = cudaVersions.map((version) => ({ version, available: true }));
  return { availability, dataCenters: places, cudaVersions: versions };
}

const cudaFits = (query: GpuQuery): boolean =>
  cudaVersions.some(
    (version) =>
      (query.cudaVersions?.includes(version) ?? true) &&
      (query.minCudaVersion === undefined || isCudaAtLeast(version, query.minCudaVersion)),
  );

export function cpuView(cpu: CpuFacts, withAvailability: boolean): Schemas["CpuType"] {
  return {
    id: cpu.id,
    name: cpu.name,
    group: cpu.group,
    vcpu: { min: 2, max: cpu.maxVcpu },
    ramGbPerVcpu: cpu.ramGbPerVcpu,
    price: { securePerVcpu: cpu.usdPerVcpuHour, serverlessPerVcpu: cpu.usdPerVcpuHour },
    ...(withAvailability ? { availability: "HIGH" as const } : {}),
  };
}

/** Parsed query of the data centre catalog. Several regions: any of them; several kinds or certificates: all of them. */
export interface DataCenterQuery {
  readonly include?: readonly string[];
  readonly regions?: readonly string[];
  readonly networkVolumeTypes?: readonly Schemas["VolumeType"][];
  readonly compliance?: readonly Schemas["Compliance"][];
  readonly globalNetwork?: boolean;
}

export function isWanted(place: DataCenterFacts, query: DataCenterQuery): boolean {
  return (
    (query.regions?.includes(place.region) ?? true) &&
    (query.networkVolumeTypes?.every((type) => place.volumeTypes.includes(type)) ?? true) &&
    (query.compliance?.every((one) => place.compliance.includes(one)) ?? true) &&
    (query.globalNetwork ?? true)
  );
}

export function dataCenterView(place: DataCenterFacts, query: DataCenterQuery, market: Market): Schemas["DataCenter"] {
  const level = (gpuId: string): Level =>
    better(levelOf(market.stock, gpuId, "SECURE", place.id), levelOf(market.stock, gpuId, "COMMUNITY", place.id));
  const include = query.include ?? [];
  const gpuAvailability = gpus.map((gpu) => ({ id: gpu.id, name: gpu.id, availability: level(gpu.id) }));
  const cpuAvailability = cpus.map((cpu) => ({ id: cpu.id, name: cpu.name, availability: "HIGH" as const }));
  return {
    id: place.id,
    name: place.id,
    region: place.region,
    globalNetwork: true,
    networkVolumeTypes: [...place.volumeTypes],
    compliance: [...place.compliance],
    ...(include.includes("GPU_AVAILABILITY") ? { gpuAvailability } : {}),
    ...(include.includes("CPU_AVAILABILITY") ? { cpuAvailability } : {}),
  };
}
