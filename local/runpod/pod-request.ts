import type { components } from "../../api/runpod/types.generated.ts";
import { dataCenterById } from "./data-centers.ts";
import { cpus, cudaVersions, gpuById, isCudaAtLeast } from "./gpus.ts";
import { cpuMemoryGb } from "./pod-environment.ts";
import { gpuUsdPerHour } from "./prices.ts";
import { capacityProblem, notFoundProblem, Problem, ruleProblem, validationProblem } from "./problem.ts";
import type { Mounts, PodRecord, Template, VolumeRecord } from "./records.ts";
import type { EmulatorSettings } from "./settings.ts";
import type { Snapshot } from "./state.ts";
import { placeFor } from "./stock.ts";

type Schemas = components["schemas"];
/** A body that passed the schema; `cmd` and `entrypoint` only with the overlay. */
export type CreateBody = Schemas["CreatePodRequest"] & { cmd?: string[]; entrypoint?: string[] };

/** The parts of a new record that follow from the request. */
export type PodDraft = Pick<
  PodRecord,
  | "name"
  | "image"
  | "args"
  | "cmd"
  | "entrypoint"
  | "diskGb"
  | "env"
  | "ports"
  | "registryId"
  | "cloud"
  | "gpu"
  | "cpu"
  | "dataCenterId"
  | "cudaVersion"
  | "mounts"
  | "templateId"
  | "globalNetworking"
  | "usdPerHour"
>;

const DEFAULT_DISK_GB = 20;
const MAX_VARIABLES = 50;
const MAX_HTTP_PORTS = 10;

/** Judges a request by the rules beyond its schema. Throws Problem 400, 402, 404, 422. */
export function draftPod(body: CreateBody, data: Snapshot, settings: EmulatorSettings, balanceUsd: number): PodDraft {
  const template = templateOf(body, data.templates);
  const container = mergeTemplate(body, template);
  checkContainer(container, data);
  const volume = checkMounts(container.mounts, body, data);
  const compute = body.cpu === undefined ? gpuOf(body, settings) : cpuOf(body);
  const cudaVersion = body.cpu === undefined ? cudaOf(body) : null;
  const dataCenterIds = placesOf(body, volume);
  if (balanceUsd < compute.usdPerHour || balanceUsd <= 0)
    throw new Problem(402, "insufficient balance: at least one hour of credit is needed");
  return {
    ...container,
    ...compute,
    name: body.name,
    cloud: body.cloud ?? "SECURE",
    cudaVersion,
    dataCenterId: place(body, compute, data, dataCenterIds),
    templateId: body.templateId ?? null,
    globalNetworking: body.globalNetworking ?? false,
  };
}

function templateOf(body: CreateBody, templates: readonly Template[]): Template | undefined {
  if (body.templateId === undefined) return undefined;
  const template = templates.find((one) => one.id === body.templateId);
  if (template === undefined) throw notFoundProblem("template not found");
  if (template.serverless) throw validationProblem(["$.templateId: a serverless template cannot start a pod"]);
  return template;
}

type ContainerDraft = Pick<
  PodRecord,
  "image" | "args" | "cmd" | "entrypoint" | "diskGb" | "env" | "ports" | "registryId" | "mounts"
>;

/** The body wins over the template; `env` merges key by key. */
function mergeTemplate(body: CreateBody, template: Template | undefined): ContainerDraft {
  const { cmd, entrypoint } = body;
  const fields = { ...(cmd === undefined ? {} : { cmd }), ...(entrypoint === undefined ? {} : { entrypoint }) };
  const argv = cmd === undefined && entrypoint === undefined ? undefined : JSON.stringify(fields);
  return {
    image: body.image ?? template?.image ?? "",
    args: argv ?? body.args ?? template?.args ?? "",
    cmd,
    entrypoint,
    diskGb: body.disk ?? template?.disk ?? DEFAULT_DISK_GB,
    env: { ...template?.env, ...body.env },
    ports: body.ports ?? template?.ports ?? [],
    registryId: body.registry === undefined ? (template?.registry ?? null) : body.registry,
    mounts: body.mounts ?? template?.mounts ?? {},
  };
}

/** Rules that hold for POST and PATCH alike. */
export function checkContainer(
  container: Pick<PodRecord, "image" | "env" | "ports" | "registryId">,
  data: Snapshot,
): void {
  if (container.image.trim() === "") throw ruleProblem("image must not be empty");
  const variables = Object.keys(container.env).length;
  if (variables > MAX_VARIABLES)
    throw ruleProblem(`env has ${variables} variables, at most ${MAX_VARIABLES} are allowed`);
  const bad = container.ports.find((port) => !/^\d{1,5}\/(http|tcp)$/.test(port) || Number.parseInt(port) > 65_535);
  if (bad !== undefined) throw ruleProblem(`port '${bad}' is not valid: use <number>/http or <number>/tcp`);
  if (container.ports.filter((port) => port.endsWith("/http")).length > MAX_HTTP_PORTS)
    throw ruleProblem(`at most ${MAX_HTTP_PORTS} HTTP ports are allowed`);
  const { registryId } = container;
  if (registryId !== null && !data.registries.some((one) => one.id === registryId))
    throw ruleProblem(`registry '${registryId}' does not exist`);
}

function checkMounts(mounts: Mounts, body: CreateBody, data: Snapshot): VolumeRecord | undefined {
  const network = mounts.network?.[0];
  if (mounts.persistent !== undefined && network !== undefined)
    throw ruleProblem("mounts.persistent and mounts.network cannot be used together");
  if (mounts.persistent !== undefined && body.cpu !== undefined)
    throw ruleProblem("CPU pods do not support persistent mounts");
  const path = network?.path ?? mounts.persistent?.path;
  if (path !== undefined && !/^\/[^/]/.test(path)) throw ruleProblem(`mount path '${path}' must be absolute`);
  if (network === undefined) return undefined;
  if (body.cloud === "COMMUNITY") throw ruleProblem("network volumes are available in Secure Cloud only");
  const volume = data.volumes.find((one) => one.id === network.volumeId && one.deletedAt === null);
  if (volume === undefined) throw notFoundProblem("network volume not found");
  return volume;
}

type Compute = Pick<PodRecord, "gpu" | "cpu" | "usdPerHour">;

function gpuOf(body: CreateBody, settings: EmulatorSettings): Compute {
  if (body.gpu === undefined) throw ruleProblem("exactly one of gpu and cpu is required");
  const { id, count = 1 } = body.gpu;
  const facts = gpuById(id);
  if (facts === undefined) throw ruleProblem(`gpu type '${id}' does not exist`);
  if (count > facts.maxCount) throw capacityProblem();
  const usdPerHour = gpuUsdPerHour(settings.prices, id, count, body.cloud ?? "SECURE");
  if (usdPerHour === 0) throw capacityProblem();
  return { gpu: { id, count }, cpu: undefined, usdPerHour };
}

function cpuOf(body: CreateBody): Compute {
  if (body.cpu === undefined || body.gpu !== undefined) throw ruleProblem("exactly one of gpu and cpu is required");
  const { id, vcpuCount } = body.cpu;
  const facts = cpus.find((one) => one.id === id);
  if (facts === undefined) throw ruleProblem(`cpu flavor '${id}' does not exist`);
  if (!Number.isInteger(Math.log2(vcpuCount))) throw ruleProblem("vcpuCount must be a power of two");
  if (vcpuCount > facts.maxVcpu) throw capacityProblem();
  const cpu = { id, vcpuCount, memory: cpuMemoryGb(id, vcpuCount) };
  return { gpu: undefined, cpu, usdPerHour: facts.usdPerVcpuHour * vcpuCount };
}

/** Newest version a host may have; a version nobody has is a lack of capacity. */
function cudaOf(body: CreateBody): string {
  const { allowedCudaVersions: allowed, minCudaVersion: minimum } = body.gpu ?? {};
  if (allowed !== undefined && minimum !== undefined)
    throw ruleProblem("allowedCudaVersions and minCudaVersion cannot be used together");
  const fits = (version: string) =>
    (allowed === undefined || allowed.length === 0 || allowed.includes(version)) &&
    (minimum === undefined || isCudaAtLeast(version, minimum));
  const version = cudaVersions.findLast(fits);
  if (version === undefined) throw capacityProblem();
  return version;
}

/** Data centres to choose from; empty is any. */
function placesOf(body: CreateBody, volume: VolumeRecord | undefined): readonly string[] {
  const wished = body.dataCenterIds ?? [];
  const unknown = wished.find((id) => dataCenterById(id) === undefined);
  if (unknown !== undefined) throw ruleProblem(`data center '${unknown}' does not exist`);
  if (volume === undefined) return wished;
  if (wished.length > 0 && !wished.includes(volume.dataCenter))
    throw ruleProblem(`the network volume is in ${volume.dataCenter}, which dataCenterIds does not allow`);
  return [volume.dataCenter];
}

function place(body: CreateBody, compute: Compute, data: Snapshot, dataCenterIds: readonly string[]): string {
  if (compute.gpu === undefined) return dataCenterIds[0] ?? "EU-RO-1";
  const wish = { gpu: compute.gpu.id, cloud: body.cloud ?? ("SECURE" as const), dataCenterIds };
  const dataCenter = placeFor(data.stock, wish);
  if (dataCenter === undefined) throw capacityProblem();
  return dataCenter;
}
