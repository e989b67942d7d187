import type { JobInputs } from "../../../components/training-job/args.ts";
import type { Catalog, CatalogGpu } from "../../../components/training-job/candidates.ts";
import type { JobResult } from "../../../components/training-job/outputs.ts";

/** Inputs that are right, with changes. */
export function jobInputs(changes: Partial<JobInputs> = {}): JobInputs {
  return {
    project: "yardtest",
    stack: "unit",
    name: "smoke",
    image: "registry.test/team/trainer:c0ffee",
    imageTag: "trainer:c0ffee",
    recipe: { version: 1, name: "tiny" },
    command: null,
    data: { id: "d1", path: "/corpus" },
    candidates: [{ gpu: "NVIDIA RTX A4000", cloud: "SECURE" }],
    maxUsdPerHour: 0.4,
    maxUsd: 0.5,
    maxDurationMinutes: 30,
    provisionTimeoutMinutes: 15,
    attempts: 3,
    volumeId: "vol1",
    volumeDataCenter: "EU-RO-1",
    env: {},
    secretEnv: {},
    seed: 42,
    checkpointMinutes: 5,
    checkpointKeep: 2,
    stallMinutes: 30,
    keepOnFailureMinutes: 0,
    handoverSeconds: 120,
    billingWaitSeconds: 0,
    wait: "completion",
    diskGb: 20,
    registryAuthId: null,
    labels: {},
    ports: [],
    ...changes,
  };
}

/** A GPU of the catalog, in stock at `usd` in both pools. */
export function catalogGpu(id: string, usd: number, more: Partial<CatalogGpu> = {}): CatalogGpu {
  return {
    id,
    memory: 16,
    secure: true,
    community: true,
    price: { secure: usd, community: usd / 2 },
    maxCount: { secure: 8, community: 4 },
    availability: "HIGH",
    ...more,
  };
}

export function catalogOf(...gpus: CatalogGpu[]): Catalog {
  return () => gpus;
}

export const noCatalog: Catalog = () => undefined;

/** A run that succeeded on one pod, with changes. */
export function jobResult(changes: Partial<JobResult> = {}): JobResult {
  return {
    status: "succeeded",
    podId: "pod1",
    podIds: ["pod1"],
    gpu: "NVIDIA RTX A4000",
    dataCenter: "EU-RO-1",
    hourlyUsd: 0.25,
    worstCaseUsd: 0.5,
    spentUsd: 0.02,
    billedUsd: 0.02,
    attempts: 1,
    exitCode: 0,
    artifactsPath: "/home/runs/smoke/artifacts",
    logsPath: "/home/runs/smoke/container.log",
    metrics: { heldOutLoss: 3.1 },
    ...changes,
  };
}
