import { formatUsd } from "../../lib/cost/spend.ts";
import { lifetimeSeconds } from "../../training-job/plan.ts";
import type { JobPlan } from "../../training-job/plan.ts";
import type { Pod, PodPort } from "../service.ts";
import { hourUsd, reckonedUsd } from "./ledger.ts";
import { type RunRecord, timeText } from "./record.ts";
import type { RunFolder } from "./run-folder.ts";
import { timing } from "./timing.ts";
import type { Keeping, Reach, World } from "./world.ts";

/** One attempt that is being acted on. */
export interface Attempt {
  readonly job: JobPlan;
  readonly world: World;
  readonly folder: RunFolder;
  /** What the other attempts cost, USD. */
  readonly spentBeforeUsd: number;
}

/** An attempt as far as its log is concerned. */
export interface Logged {
  readonly world: Keeping & Reach;
  readonly folder: RunFolder;
}

/** The pod of an attempt that has one. */
export function podIdOf(attempt: Pick<Attempt, "folder">): string {
  const [id] = attempt.folder.record.podIds;
  if (id === undefined) throw new Error(`attempt ${attempt.folder.record.name} has no pod`);
  return id;
}

/** Takes a created or found pod into the record. */
export async function recordPod(attempt: Attempt, pod: Pod): Promise<void> {
  const { folder, world, job } = attempt;
  const others = folder.record.podIds.filter((id) => id !== pod.id);
  await folder.save({
    podIds: [pod.id, ...others],
    createdAt: folder.record.createdAt ?? timeText(world.clock.now()),
    ...priceOf(pod, folder.record, job),
    gpu: pod.gpu?.id ?? folder.record.gpu,
    cloud: pod.cloud,
    dataCenter: pod.dataCenterId ?? folder.record.dataCenter,
  });
}

/** A price counts for all the time of a pod, so one that falls, as that of a stopped pod does, counts for none of it. */
function priceOf(pod: Pod, record: RunRecord, job: JobPlan): Pick<RunRecord, "hourlyUsd" | "isPriced"> {
  const price = knownPrice(pod);
  const { hourlyUsd, isPriced } = record;
  if (price === undefined) return { hourlyUsd: hourlyUsd ?? job.maxUsdPerHour, isPriced };
  const isSame = isPriced && record.podIds[0] === pod.id;
  return { hourlyUsd: Math.max(price, isSame ? (hourlyUsd ?? 0) : 0), isPriced: true };
}

/** USD per hour where RunPod says it; an answer may lack it or say 0 for a pod that is billed. */
export function knownPrice(pod: Pod): number | undefined {
  const cost = pod.cost as number | null | undefined;
  return cost !== null && cost !== undefined && Number.isFinite(cost) && cost > 0 ? cost : undefined;
}

/** A pod of this price is never kept. */
export function isTooDear(job: Pick<JobPlan, "maxUsdPerHour">, usdPerHour: number): boolean {
  return usdPerHour > job.maxUsdPerHour * 1.000_001;
}

/** USD that this run has cost until now, all attempts. */
export function spentUsdNow(attempt: Attempt): number {
  return attempt.spentBeforeUsd + reckonedUsd(attempt.job, attempt.folder.record, attempt.world.clock.now());
}

/** Seconds that a new pod may live until the order to stop, and what sets them. */
export function lifetimeOf(job: JobPlan, spentUsd: number): { seconds: number; limitedBy: "duration" | "money" } {
  const seconds = Math.floor(lifetimeSeconds(job, spentUsd));
  return { seconds, limitedBy: seconds < Math.floor(job.maxDurationSeconds) ? "money" : "duration" };
}

/** Epoch milliseconds of the order to stop: the one that the pod carries, or an earlier one where the longest duration is shorter now. */
export function deadlineMs(job: Pick<JobPlan, "maxDurationSeconds">, record: RunRecord): number {
  const { deadlineAt, createSentAt } = record;
  const carried = deadlineAt === null ? Number.POSITIVE_INFINITY : Date.parse(deadlineAt);
  const wanted = createSentAt === null ? carried : Date.parse(createSentAt) + job.maxDurationSeconds * 1000;
  return Math.min(carried, wanted);
}

/**
 * A pod keeps the deadline that it was made with. Whoever has lowered the limits since is told what it can still cost when
 * nobody is there to end it sooner.
 */
export async function tellOldLimits(attempt: Attempt): Promise<void> {
  const { job, folder, spentBeforeUsd } = attempt;
  const { createSentAt, deadlineAt, extrasUsd, worstCaseUsd, name } = folder.record;
  if (createSentAt === null || deadlineAt === null) return;
  const { seconds } = lifetimeOf(job, spentBeforeUsd + extrasUsd);
  if (Date.parse(deadlineAt) <= Date.parse(createSentAt) + seconds * 1000) return;
  await folder.complain("warning", {
    what: "the pod was made under higher limits, and keeps its deadline",
    on: name,
    why: `it ends itself at ${deadlineAt} and can cost ${formatUsd(worstCaseUsd)} until then`,
    todo: `an up that stays with it ends it within the limits of today; ./yard down -s ${job.stack} ends it now`,
  });
}

/** Epoch milliseconds from which on a 404 for this attempt's pod means what it says. */
export function visibleByMs(attempt: Attempt): number {
  const { createdAt, createSentAt, shownPodId, podIds } = attempt.folder.record;
  if (shownPodId !== null && shownPodId === podIds[0]) return 0;
  const since = createdAt ?? createSentAt;
  return since === null ? 0 : Date.parse(since) + timing.lagMs;
}

export function portOf(attempt: Attempt): PodPort | undefined {
  const { world, folder } = attempt;
  return folder.record.podIds.length === 0 ? undefined : world.podPort(podIdOf(attempt), folder.token);
}

/** What the run has cost so far, how long it goes on, and what it may cost. */
export function costsNow(attempt: Attempt): { elapsedSeconds: number; spentUsd: number; capUsd: number } {
  const since = attempt.folder.record.createSentAt;
  const elapsedSeconds = since === null ? 0 : Math.round((attempt.world.clock.now() - Date.parse(since)) / 1000);
  return { elapsedSeconds, spentUsd: spentUsdNow(attempt), capUsd: attempt.job.maxUsd };
}

/** One money event. */
export async function tellMoney(attempt: Attempt): Promise<void> {
  const { folder, job } = attempt;
  await folder.event({ kind: "money", usdPerHour: hourUsd(job, folder.record.hourlyUsd), ...costsNow(attempt) });
}
