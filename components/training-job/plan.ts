import { secondsFor, spentUsd } from "../lib/cost/spend.ts";
import { diskUsdPerHour } from "../lib/cost/storage.ts";
import { ArgsError, type Problem } from "../lib/errors.ts";
import { runName } from "../lib/names.ts";
import { MINUTE_SECONDS } from "../lib/units.ts";
import { hasUnknown, UNKNOWN } from "../lib/unknown.ts";
import type { BudgetInputs } from "../ledger/args.ts";
import type { TrackingInputs } from "../tracking/args.ts";
import type { CloudName, DataRef, JobInputs, JsonObject, PricedCandidate, PricePlan } from "./args.ts";
import { type Catalog, type Resolution, resolveCandidates } from "./candidates.ts";
import { runHash } from "./hash.ts";

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
  /** Where the run is recorded besides. */
  readonly mlflow?: TrackingInputs;
  /** Money that it shares with other runs. */
  readonly budget?: BudgetInputs;
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

/** From SIGTERM to SIGKILL of the command. */
const GRACE_SECONDS = 60;
/** Where a network volume stands in the pod. */
const MOUNT_PATH = "/workspace";
/** What runs a recipe in the trainer image. */
const TRAIN_COMMAND = ["python3", "-m", "trainyard_training", "train"] as const;

/** The price plan, and what was left out of it with the reason. */
export interface Priced extends PricePlan {
  readonly refused: readonly string[];
}

/**
 * Prices checked inputs. Fields that are not known yet never make the price unknown: the ceiling stands for it. Throws
 * ArgsError when the live catalog knows no such GPU, or when nothing in it is within the ceiling.
 */
export function planPrices(inputs: JobInputs, catalog: Catalog): Priced {
  const resolution = hasUnknown(inputs.candidates) ? nothingKnown : resolveCandidates(known(inputs), catalog);
  const problems = candidateProblems(inputs, resolution);
  if (problems.length > 0) throw new ArgsError(`TrainingJob "${inputs.name}"`, problems);
  const { candidates, refused } = resolution;
  const usdPerHour = candidates.length === 0 ? inputs.maxUsdPerHour : Math.max(...candidates.map((c) => c.usdPerHour));
  const hashed = [inputs.recipe, inputs.command, inputs.imageTag, inputs.data?.id ?? null, inputs.env, inputs.seed];
  return {
    candidates,
    refused,
    usdPerHour,
    worstCaseUsd: worstCaseUsd(inputs, candidates.length, usdPerHour),
    hash: hasUnknown(hashed) || hasUnknown(inputs.data) ? UNKNOWN : runHash(inputs),
  };
}

const nothingKnown: Resolution = { candidates: [], refused: [], unknownGpus: [], live: false };

function known(inputs: JobInputs): JobInputs {
  return hasUnknown(inputs.volumeDataCenter) ? { ...inputs, volumeDataCenter: null } : inputs;
}

function candidateProblems(inputs: JobInputs, resolution: Resolution): readonly Problem[] {
  const unknown = resolution.unknownGpus.map((gpu) => {
    return {
      path: "candidates",
      reason: `RunPod's catalog has no GPU ${JSON.stringify(gpu)}; take an id of the catalog`,
    };
  });
  if (unknown.length > 0 || !resolution.live || resolution.candidates.length > 0) return unknown;
  const why = resolution.refused.length === 0 ? "no GPU has that much memory" : resolution.refused.join("; ");
  return [
    {
      path: "candidates",
      reason: `none can be taken: ${why}; raise the ceiling or name others (ceiling ${inputs.maxUsdPerHour} USD/h)`,
    },
  ];
}

/**
 * USD for all attempts at `usdPerHour`: full duration and ending of each, and a provisioning time-out for every candidate
 * before the last; never above `maxUsd`, which the deadline in the pod enforces.
 */
function worstCaseUsd(inputs: JobInputs, candidates: number, usdPerHour: number): number {
  const seconds =
    inputs.maxDurationMinutes * MINUTE_SECONDS +
    reserveSeconds(endings(inputs)) +
    Math.max(0, candidates - 1) * inputs.provisionTimeoutMinutes * MINUTE_SECONDS;
  const usd = inputs.attempts * spentUsd(seconds, usdPerHour + diskUsdPerHour(inputs.diskGb));
  return Math.min(inputs.maxUsd, Math.ceil(usd * 1000) / 1000);
}

function endings(inputs: JobInputs): Pick<JobPlan, "graceSeconds" | "handoverSeconds" | "keepOnFailureSeconds"> {
  return {
    graceSeconds: GRACE_SECONDS,
    handoverSeconds: inputs.handoverSeconds,
    keepOnFailureSeconds: inputs.keepOnFailureMinutes * MINUTE_SECONDS,
  };
}

/** All that a run needs, from checked inputs and their prices. Throws when an input is still unknown. */
export function planJob(inputs: JobInputs, prices: PricePlan): JobPlan {
  if (hasUnknown(inputs)) throw new Error(`TrainingJob "${inputs.name}": an input is not known yet`);
  const { project, stack, name: job, image, recipe, data, maxUsd, maxUsdPerHour, attempts, volumeId } = inputs;
  const { env, secretEnv, seed, checkpointKeep, billingWaitSeconds, wait, diskGb, registryAuthId, ports, labels } =
    inputs;
  const hash = runHash(inputs);
  return {
    ...{ project, stack, job, run: runName({ project, stack, job, hash8: hash.slice(0, 8) }), hash },
    ...{ image, recipe, data, env, secretEnv, seed, ports, labels, diskGb, registryAuthId, wait, attempts },
    command: inputs.command ?? TRAIN_COMMAND,
    candidates: prices.candidates,
    ...{ maxUsd, maxUsdPerHour, ceilingUsdPerHour: maxUsdPerHour + diskUsdPerHour(diskGb) },
    worstCaseUsd: prices.worstCaseUsd,
    maxDurationSeconds: inputs.maxDurationMinutes * MINUTE_SECONDS,
    provisionTimeoutSeconds: inputs.provisionTimeoutMinutes * MINUTE_SECONDS,
    volume:
      volumeId === null ? null : { id: volumeId, dataCenter: inputs.volumeDataCenter ?? "", mountPath: MOUNT_PATH },
    checkpointSeconds: inputs.checkpointMinutes * MINUTE_SECONDS,
    checkpointKeep,
    stallSeconds: inputs.stallMinutes === null ? null : inputs.stallMinutes * MINUTE_SECONDS,
    ...endings(inputs),
    billingWaitSeconds,
    ...(inputs.mlflow === undefined ? {} : { mlflow: inputs.mlflow }),
    ...(inputs.budget === undefined ? {} : { budget: inputs.budget }),
  };
}
