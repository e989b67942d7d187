import type { inputs } from "./kubernetes.ts";
import { mebibytes, millicores } from "./quantities.ts";

/** What one container gets. */
export interface Resources {
  /** Memory in MiB, reserved and never exceeded: a node that is full evicts nobody who keeps to it. */
  readonly memoryMiB: number;
  /** Thousandths of a processor, reserved. */
  readonly cpuMillis: number;
  /** Thousandths of a processor, at most. */
  readonly cpuLimitMillis: number;
}

/** Requests and limits of a container. */
export function containerResources({ memoryMiB, cpuMillis, cpuLimitMillis }: Resources) {
  const memory = mebibytes(memoryMiB);
  return {
    requests: { cpu: millicores(cpuMillis), memory },
    limits: { cpu: millicores(cpuLimitMillis), memory },
  } satisfies inputs.core.v1.ResourceRequirements;
}
