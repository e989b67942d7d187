import type { components } from "../../api/runpod/types.generated.ts";
import { runtimePorts } from "./pod-environment.ts";
import type { PodRecord, PodStatus } from "./records.ts";
import type { EmulatorSettings } from "./settings.ts";

type Pod = components["schemas"]["Pod"];
type PodAction = components["schemas"]["PodAction"];

/** What a pod in this status can be asked for. TERMINATED is final. */
export const actionsOf: Readonly<Record<PodStatus, readonly PodAction[]>> = {
  PROVISIONING: ["stop", "terminate"],
  STARTING: ["stop", "terminate"],
  RUNNING: ["stop", "restart", "terminate"],
  EXITED: ["start", "terminate"],
  ERROR: ["start", "terminate"],
  TERMINATED: [],
};

export interface ViewContext {
  /** Epoch milliseconds, not skewed. */
  readonly now: number;
  /** Milliseconds by which shown times are wrong. */
  readonly skewMs: number;
  readonly settings: EmulatorSettings;
  readonly showCmd: boolean;
}

/** RFC 3339 of an epoch in milliseconds, as wrong as the clock of the service is told to be. */
export const shownTime = (ms: number, skewMs: number): string => new Date(ms + skewMs).toISOString();

/** A pod as the API shows it. */
export function podView(pod: PodRecord, context: ViewContext): Pod & { cmd?: string[]; entrypoint?: string[] } {
  return {
    id: pod.id,
    name: pod.name,
    status: pod.status,
    actions: [...actionsOf[pod.status]],
    image: pod.image,
    args: pod.args,
    disk: pod.diskGb,
    mounts: pod.mounts,
    ports: [...pod.ports],
    env: { ...pod.env },
    registry: pod.registryId,
    ...(pod.gpu === undefined ? {} : { gpu: { ...pod.gpu } }),
    ...(pod.cpu === undefined ? {} : { cpu: { ...pod.cpu } }),
    ...startFields(pod, context),
    cloud: pod.cloud,
    dataCenterId: pod.dataCenterId,
    cudaVersion: pod.cudaVersion,
    ssh: { proxy: null, direct: null },
    template: pod.templateId,
    cost: costOf(pod, context.settings),
    locked: pod.locked,
    globalNetworking: pod.globalNetworking
      ? { enabled: true, internalDns: `${pod.id}.runpod.internal` }
      : { enabled: false },
    runtime: runtimeOf(pod, context.now),
    createdAt: shownTime(pod.createdAt, context.skewMs),
    startedAt: pod.startedAt === null ? null : shownTime(pod.startedAt, context.skewMs),
  };
}

function startFields(pod: PodRecord, context: ViewContext): { cmd?: string[]; entrypoint?: string[] } {
  if (!context.showCmd) return {};
  return {
    ...(pod.cmd === undefined ? {} : { cmd: [...pod.cmd] }),
    ...(pod.entrypoint === undefined ? {} : { entrypoint: [...pod.entrypoint] }),
  };
}

function costOf(pod: PodRecord, settings: EmulatorSettings): number {
  const isOff = pod.status === "EXITED" || pod.status === "ERROR" || pod.status === "TERMINATED";
  return isOff && !settings.stoppedPodShowsCost ? 0 : pod.usdPerHour;
}

/** `{}` while provisioning, null until the host reports, then uptime of the present container (0 between two). */
function runtimeOf(pod: PodRecord, now: number): Pod["runtime"] {
  if (pod.status === "PROVISIONING") return {};
  if (pod.status !== "RUNNING" || pod.runtimeVisibleAt === null || now < pod.runtimeVisibleAt) return null;
  const runs = pod.containerStartedAt !== null;
  const util = runs ? 90 : 0;
  return {
    uptime: pod.containerStartedAt === null ? 0 : Math.floor((now - pod.containerStartedAt) / 1000),
    gpus: Array.from({ length: pod.gpu?.count ?? 0 }, () => ({ util, memoryUtil: util })),
    cpu: { util },
    memory: { util },
    ports: runs ? runtimePorts(pod.ports).map((port) => ({ ...port })) : [],
  };
}
