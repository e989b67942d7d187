import type { JobPlan } from "../../training-job/plan.ts";
import { parseAttemptName } from "../../lib/names.ts";
import type { PodEnd } from "../render/status-line.ts";
import type { Pod } from "../service.ts";
import { type Attempt, recordPod, tellOldLimits } from "./attempt.ts";
import { endAttempt } from "./conclude.ts";
import { refuseForeign } from "./create.ts";
import { type Decision, decide, type KnownAttempt } from "./decide.ts";
import { type History, readHistory } from "./history.ts";
import { lostUsd, spentBeforeUsd, writeOff } from "./ledger.ts";
import { JobError } from "./outcome.ts";
import { byAge, envOf, type JobPods, podsOfJob } from "./own-pods.ts";
import { pause } from "./pause.ts";
import { listPods } from "./reach.ts";
import { isOver, timeText } from "./record.ts";
import { RunFolder } from "./run-folder.ts";
import { endStrays } from "./strays.ts";
import { timing } from "./timing.ts";
import type { World } from "./world.ts";

/** Where a run stands and what comes next. */
export interface Standing {
  readonly next: "take-over" | "adopt" | "settle" | "start";
  readonly attempt: Attempt;
  /** How it ended, where that is known already. */
  readonly end: PodEnd | undefined;
  /** Its pod is there. */
  readonly live: boolean;
}

/** Finds out what became of earlier attempts, ends every pod that should not be, and says how to go on. */
export async function lookUp(job: JobPlan, world: World): Promise<Standing> {
  const history = await readHistory(job, world);
  const pods = await surePods(job, world, history);
  refuseForeign({ job }, pods.foreign);
  const folders = await withUnknownPods(job, world, history, pods);
  if (folders.length === 0 && history.volume === "unreadable" && !world.forced(job.job)) throw blindError(job);
  if (history.unreadable.length > 0 && !world.forced(job.job)) throw unknownError(job, history.unreadable.join("; "));
  const known = folders.map((folder): KnownAttempt => {
    const kept = history.attempts.find((one) => one.folder.record.attempt === folder.record.attempt);
    const live = byAge(pods.run.filter((pod) => pod.name === folder.record.name)).map((pod) => pod.id);
    return { record: folder.record, end: kept?.end, livePodIds: live, started: kept?.started ?? false };
  });
  const decision = decide({
    attempts: known,
    volume: history.volume,
    forced: world.forced(job.job),
    nowMs: world.clock.now(),
    handoverSeconds: job.handoverSeconds,
  });
  if (decision.kind === "unknown") throw unknownError(job, `attempt ${decision.attempt} left no status`);
  await endLeftovers(job, world, folders, pods, decision);
  return standing(job, world, folders, known, pods, decision);
}

/** The pods of this job, listed again until a create whose answer nobody saw must show. */
async function surePods(job: JobPlan, world: World, history: History): Promise<JobPods> {
  // Where nothing was ever started nothing is at stake, and a person without a network is told soon.
  const patienceMs = history.attempts.length === 0 ? timing.firstReachMs : timing.unreachableMs;
  for (let n = 0; ; n++) {
    const pods = podsOfJob(await listPods(job, world, patienceMs), job, world.owner);
    const open = history.attempts.map((one) => one.folder.record).filter((record) => !isOver(record));
    const sureAt = open
      .filter((record) => !pods.run.some((pod) => pod.name === record.name))
      .map((record) => Date.parse(record.createSentAt ?? timeText(0)) + timing.requestMs + timing.lagMs);
    if (n > 100 || sureAt.every((at) => world.clock.now() >= at)) return pods;
    await pause(world, 3_000);
  }
}

/** Folders of all attempts, made anew for live pods of which nothing is kept; such a pod tells its own token. */
async function withUnknownPods(job: JobPlan, world: World, history: History, pods: JobPods): Promise<RunFolder[]> {
  const folders = history.attempts.map((one) => one.folder);
  for (const pod of byAge(pods.run)) {
    const attempt = parseAttemptName(pod.name)?.attempt ?? 0;
    const at = folders.findIndex((folder) => folder.record.attempt === attempt);
    const kept = folders[at];
    if (kept !== undefined && kept.token !== "") continue;
    const spec = specOf(pod);
    const folder = await RunFolder.make(world, job, attempt, spec.token);
    await folder.save({
      status: kept?.record.status ?? "creating",
      createSentAt: kept?.record.createSentAt ?? timeText(Date.parse(pod.createdAt)),
      deadlineAt: kept?.record.deadlineAt ?? spec.deadlineAt,
      worstCaseUsd: kept?.record.worstCaseUsd ?? job.maxUsd,
      podIds: [pod.id],
    });
    if (kept === undefined) folders.push(folder);
    else folders[at] = folder;
  }
  return folders;
}

function specOf(pod: Pod): { token: string; deadlineAt: string | null } {
  try {
    const spec = JSON.parse(envOf(pod)["TRAINYARD_SPEC"] ?? "") as { token?: unknown; deadline?: unknown };
    const deadlineAt = typeof spec.deadline === "number" ? timeText(spec.deadline * 1000) : null;
    return { token: typeof spec.token === "string" ? spec.token : "", deadlineAt };
  } catch {
    return { token: "", deadlineAt: null };
  }
}

/** Ends the pods that the decision does not name, and finishes the end of attempts that an earlier call could not finish. */
async function endLeftovers(
  job: JobPlan,
  world: World,
  folders: readonly RunFolder[],
  pods: JobPods,
  decision: Decision,
): Promise<void> {
  const chosen = decision.kind === "start" ? undefined : folders.find((one) => one.record.attempt === decision.attempt);
  const keeps = decision.kind === "adopt" ? decision.podId : chosen?.record.podIds[0];
  const account = chosen ?? folders.at(-1);
  for (const folder of folders) {
    if (folder === chosen || !isOver(folder.record)) continue;
    await endAttempt({ job, world, folder, spentBeforeUsd: 0 }, isLive(pods, folder));
  }
  const ended = new Set(folders.flatMap((folder) => (folder.record.provedGoneAt === null ? [] : folder.record.podIds)));
  const strays = [...pods.run, ...pods.otherRuns].filter((pod) => pod.id !== keeps && !ended.has(pod.id));
  if (account !== undefined) await endStrays({ job, world, folder: account, spentBeforeUsd: 0 }, strays);
  else if (strays.length > 0) {
    const folder = await RunFolder.make(world, job, 1, world.randomHex(32));
    await endStrays({ job, world, folder, spentBeforeUsd: 0 }, strays);
  }
}

const isLive = (pods: JobPods, folder: RunFolder): boolean =>
  pods.run.some((pod) => folder.record.podIds.includes(pod.id));

async function standing(
  job: JobPlan,
  world: World,
  folders: readonly RunFolder[],
  known: readonly KnownAttempt[],
  pods: JobPods,
  decision: Exclude<Decision, { kind: "unknown" }>,
): Promise<Standing> {
  const find = (n: number) => folders.find((folder) => folder.record.attempt === n);
  const make = (folder: RunFolder): Attempt => {
    const records = folders.map((one) => one.record);
    return { job, world, folder, spentBeforeUsd: spentBeforeUsd(records, folder.record.attempt) };
  };
  if (decision.kind === "lost") await markLost(job, world, find(decision.attempt));
  if (decision.kind === "lost" || decision.kind === "start") {
    const n = decision.kind === "lost" ? decision.attempt + 1 : decision.attempt;
    const before = find(n)?.record;
    const folder = await RunFolder.make(world, job, n, world.randomHex(32));
    if (before !== undefined) await folder.save(writeOff(job, before, world.clock.now()));
    return { next: "start", attempt: make(folder), end: undefined, live: true };
  }
  const folder = find(decision.attempt);
  if (folder === undefined) throw new Error(`attempt ${decision.attempt} has no folder`);
  const attempt = make(folder);
  const pod = decision.kind === "adopt" ? pods.run.find((one) => one.id === decision.podId) : undefined;
  if (pod !== undefined) {
    await recordPod(attempt, pod);
    await folder.event({ kind: "adopted", name: pod.name, podId: pod.id });
    await tellOldLimits(attempt);
  }
  const end = known.find((one) => one.record.attempt === decision.attempt)?.end;
  return { next: decision.kind, attempt, end, live: isLive(pods, folder) };
}

/** An attempt that ended unseen and unfinished counts with all that it can have cost, until its bill says otherwise. */
async function markLost(job: JobPlan, world: World, folder: RunFolder | undefined): Promise<void> {
  if (folder === undefined) return;
  const now = world.clock.now();
  const { record } = folder;
  await folder.save({
    status: "interrupted",
    reason: "lost",
    spentUsd: lostUsd(job, record, now),
    provedGoneAt: timeText(now),
  });
}

/** Nothing is kept here, and what the volume keeps cannot be read: the run may have been made from another machine. */
function blindError(job: JobPlan): JobError {
  return new JobError("unreachable", {
    what: "the volume cannot be read, so nobody can say whether the run has finished",
    on: `job "${job.job}" (volume ${job.volume?.id ?? "unknown"})`,
    why: "this machine keeps nothing of the run, and nothing is trained twice",
    todo: `check that the volume exists and that the S3 keys may read it, then run ./yard up again; to train all the same, set TRAINYARD_FORCE_NEW_RUN=${job.job}`,
  });
}

function unknownError(job: JobPlan, why: string): JobError {
  return new JobError("refused", {
    what: "nobody can say whether the run has finished",
    on: `job "${job.job}"`,
    why,
    todo: `look for its results first; to train again all the same, set TRAINYARD_FORCE_NEW_RUN=${job.job}`,
  });
}
