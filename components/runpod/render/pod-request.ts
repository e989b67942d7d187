import { ArgsError, type Problem } from "../../lib/errors.ts";
import type { Cloud, CreatePodRequest } from "../service.ts";
import { BOOT_ARGS, BOOT_CMD } from "./boot.ts";
import { envProblems, renderPodEnv, type PodEnvInput } from "./pod-env.ts";

/** RunPod's proxy serves no more HTTP ports of one pod. */
const MAX_HTTP_PORTS = 10;

/** One place to try: a GPU type in one cloud, perhaps in one data centre. */
export interface PodCandidate {
  /** RunPod's GPU id, such as `NVIDIA RTX A4000`. */
  readonly gpu: string;
  /** GPUs in the pod. */
  readonly count: number;
  readonly cloud: Cloud;
  /** Data centre id, or null for any. */
  readonly dataCenter: string | null;
  /** `major.minor`; a host with an older driver is not taken. */
  readonly minCudaVersion?: string;
}

/** All that a pod is made of. */
export interface PodRequestInput extends PodEnvInput {
  readonly image: string;
  readonly candidate: PodCandidate;
  /** Network volume to mount at `spec.mount`, or null without one (then `spec.mount` is null too). */
  readonly volumeId: string | null;
  /** Container disk in GB, at least 1. */
  readonly diskGb: number;
  /** Id of the registry credentials, or null for a public image. */
  readonly registryId: string | null;
  /** The user's ports, such as `6006/http`; the supervisor's own is added. */
  readonly ports: readonly string[];
}

/** What an account can do beyond the stored API description. */
export interface PodCapabilities {
  /** `cmd` is taken. */
  readonly cmd: boolean;
}

/** Body of `POST /v2/pods`; `cmd` only where the account has it. */
export type PodRequest = CreatePodRequest & { cmd?: string[] };

/** The one request that makes this pod. Pure: the same input gives the same body. Throws ArgsError with every problem. */
export function renderPodRequest(input: PodRequestInput, capabilities: PodCapabilities = { cmd: false }): PodRequest {
  const { spec, candidate } = input;
  const ports = [...(spec.httpPort === null ? [] : [`${spec.httpPort}/http`]), ...input.ports];
  const problems = [...envProblems(input.env, input.secretEnv), ...portProblems(ports), ...mountProblems(input)];
  if (problems.length > 0) throw new ArgsError(`pod "${spec.name}"`, problems);
  return {
    name: spec.name,
    image: input.image,
    ...(capabilities.cmd ? { cmd: [...BOOT_CMD] } : { args: BOOT_ARGS }),
    disk: input.diskGb,
    env: renderPodEnv(input),
    ...(ports.length > 0 ? { ports } : {}),
    ...(input.registryId === null ? {} : { registry: input.registryId }),
    cloud: candidate.cloud,
    gpu: {
      id: candidate.gpu,
      count: candidate.count,
      ...(candidate.minCudaVersion === undefined ? {} : { minCudaVersion: candidate.minCudaVersion }),
    },
    ...(candidate.dataCenter === null ? {} : { dataCenterIds: [candidate.dataCenter] }),
    ...(input.volumeId !== null && spec.mount !== null
      ? { mounts: { network: [{ volumeId: input.volumeId, path: spec.mount }] } }
      : {}),
  };
}

function portProblems(ports: readonly string[]): readonly Problem[] {
  const problems: Problem[] = ports
    .filter((port) => !/^[1-9]\d{0,4}\/(http|tcp)$/.test(port) || Number.parseInt(port, 10) > 65_535)
    .map((port) => ({ path: "ports", reason: `must look like 8888/http or 22/tcp, got ${port}` }));
  const numbers = ports.map((port) => Number.parseInt(port, 10));
  const twice = numbers.find((port, index) => numbers.indexOf(port) !== index);
  if (twice !== undefined) problems.push({ path: "ports", reason: `must not name port ${twice} twice` });
  const http = ports.filter((port) => port.endsWith("/http")).length;
  if (http > MAX_HTTP_PORTS) {
    problems.push({ path: "ports", reason: `must be at most ${MAX_HTTP_PORTS} HTTP ports with our own, got ${http}` });
  }
  return problems;
}

function mountProblems({ spec, volumeId, candidate, diskGb }: PodRequestInput): readonly Problem[] {
  const problems: Problem[] = [];
  if ((volumeId === null) !== (spec.mount === null)) {
    problems.push({ path: "volumeId", reason: "must come with a mount path, and a mount path with a volume" });
  }
  if (volumeId !== null && candidate.cloud !== "SECURE") {
    problems.push({ path: "candidate.cloud", reason: `must be SECURE with a network volume, got ${candidate.cloud}` });
  }
  if (!Number.isInteger(diskGb) || diskGb < 1) {
    problems.push({ path: "diskGb", reason: `must be a whole number of GB, at least 1, got ${diskGb}` });
  }
  return problems;
}
