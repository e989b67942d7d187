import { secondsFor, spentUsd } from "../lib/cost/spend.ts";
import type { CloudName, DataRef, JsonObject, PricedCandidate } from "./args.ts";

export type { PricedCandidate } from "./args.ts";

/** All that one run needs to know; built from inputs alone, so it is the same in every process that builds it. */
export interface JobPlan {
  readonly project: string;
  readonly stack: string;
  /** The job's name. */
  readonly job: string;
  /** `<project>-<stack>-<job>-<hash8>`; a pod is named `<run>-a<attempt>`. */
  readonly run: string;
  /** sha256 over what decides the result, 64 hex digits; hash8 is its head. */
  readonly hash: string;
  /** What the pod pulls. */
  readonly image: string;
  /** Resolved recipe, or null where a command was given. */
  readonly recipe: JsonObject | null;
  /** What the supervisor runs; for a recipe, the trainer's own command. Never empty. */
  readonly command: readonly string[];
  /** Training data: content id and the local folder that it is uploaded from. */
  readonly data: DataRef | null;
  /** In the order in which they are tried; never empty when a run starts. */
  readonly candidates: readonly PricedCandidate[];
  /** USD for all attempts together. */
  readonly maxUsd: number;
  /** A pod dearer than this is never kept, USD per hour. */
  readonly maxUsdPerHour: number;
  /** What an hour can cost at most with the container disk; divides money into time. */
  readonly ceilingUsdPerHour: number;
  /** From a pod's creation to the order to stop. */
  readonly maxDurationSeconds: number;
  /** From a pod's creation to readiness. */
  readonly provisionTimeoutSeconds: number;
  /** Attempts of one run in all. */
  readonly attempts: number;
  /** Network volume; `mountPath` is its place in the pod. */
  readonly volume: { readonly id: string; readonly dataCenter: string; readonly mountPath: string } | null;
  /** Environment of the command, in clear. */
  readonly env: Readonly<Record<string, string>>;
  /** Variable to RunPod secret name. */
  readonly secretEnv: Readonly<Record<string, string>>;
  readonly seed: number;
  readonly checkpointSeconds: number;
  readonly checkpointKeep: number;
  /** null = never. */
  readonly stallSeconds: number | null;
  /** A failed pod stays that long for a look inside; 0 = not at all. */
  readonly keepOnFailureSeconds: number;
  /** From SIGTERM to SIGKILL of the command: time for a last checkpoint. */
  readonly graceSeconds: number;
  /** The pod's wait for our acknowledgement. */
  readonly handoverSeconds: number;
  /** `up`'s wait for the bill. */
  readonly billingWaitSeconds: number;
  readonly wait: "completion" | "started";
  readonly diskGb: number;
  readonly registryAuthId: string | null;
  /** Further pod ports, as `8888/http`. */
  readonly ports: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** USD, all attempts, at the dearest candidate's price. */
  readonly worstCaseUsd: number;
}

/** Pool and name of a candidate, as messages write it. */
export function candidateText(candidate: { gpu: string; cloud: CloudName; dataCenter: string | null }): string {
  return `${candidate.gpu} ${candidate.cloud}${candidate.dataCenter === null ? "" : ` ${candidate.dataCenter}`}`;
}

/** Seconds between the order to terminate and the end of billing that we reckon with, while RunPod answers. */
const ENDING_SECONDS = 15;

/** Seconds after the order to stop in which the pod may still be billed: last checkpoint, look inside, hand-over, end. */
export function reserveSeconds(
  plan: Pick<JobPlan, "graceSeconds" | "handoverSeconds" | "keepOnFailureSeconds">,
): number {
  return plan.graceSeconds + plan.keepOnFailureSeconds + plan.handoverSeconds + ENDING_SECONDS;
}

/**
 * Seconds from a pod's creation to the order to stop: the smaller of the longest duration and what is left of the money,
 * less the reserve for a checkpoint and the hand-over, at the highest price it can have. 0 = nothing is left, start nothing.
 * It goes into the pod, so the cap holds when every controller is dead.
 */
export function lifetimeSeconds(
  plan: Pick<
    JobPlan,
    "maxUsd" | "maxDurationSeconds" | "ceilingUsdPerHour" | "graceSeconds" | "handoverSeconds" | "keepOnFailureSeconds"
  >,
  alreadySpentUsd: number,
): number {
  const reserveUsd = spentUsd(reserveSeconds(plan), plan.ceilingUsdPerHour);
  return Math.min(
    plan.maxDurationSeconds,
    secondsFor(plan.maxUsd - alreadySpentUsd - reserveUsd, plan.ceilingUsdPerHour),
  );
}
