import { RunpodError } from "../failures.ts";
import { type Attempt, podIdOf, portOf, spentUsdNow, tellMoney, visibleByMs } from "./attempt.ts";
import { drainLogs } from "./drain.ts";
import { fetchFromPod, fetchFromVolume } from "./fetch-artifacts.ts";
import { attemptKey } from "./intent.ts";
import { lostUsd, reckonedUsd } from "./ledger.ts";
import { logFromPod, logFromVolume } from "./log-copy.ts";
import type { LogStream } from "./log-stream.ts";
import { JobError } from "./outcome.ts";
import { pause } from "./pause.ts";
import { timeText } from "./record.ts";
import { isLocalFailure, reasonOf } from "./retry.ts";
import { endPod } from "./terminate.ts";
import type { Judgement, Verdict } from "./verdict.ts";

/**
 * Everything between the end of a command and the end of its attempt: results, logs, the pod's end and its proof. Each step
 * is written down, so that a call after a crash goes on where this one stopped. Results of a success that cannot be had throw.
 */
export async function conclude(attempt: Attempt, stream: LogStream | undefined, live: boolean): Promise<void> {
  const { world } = attempt;
  const problem = world.volume === undefined ? await takeFromPod(attempt) : undefined;
  await keepFailed(attempt);
  if (stream !== undefined) {
    await attempt.folder.phase("drain", "reading the rest of the log");
    await drainLogs(attempt, stream);
    if (live) await takeRestOfLog(attempt);
  }
  await endAttempt(attempt, live);
  const volumeProblem = world.volume === undefined ? undefined : await takeFromVolume(attempt);
  const reason = problem ?? volumeProblem;
  if (reason !== undefined && attempt.folder.record.status === "succeeded") throw resultsError(attempt, reason);
}

/** Writes the judgement down before anything follows from it. */
export async function recordEnd(attempt: Attempt, verdict: Verdict | undefined, judgement: Judgement): Promise<void> {
  const { folder, world } = attempt;
  const end = verdict?.kind === "end" ? verdict.end : undefined;
  await folder.save({
    status: judgement.status,
    reason: judgement.reason,
    exitCode: judgement.exitCode,
    startedAt: end?.startedAt ?? folder.record.startedAt,
    finishedAt: end?.finishedAt ?? timeText(world.clock.now()),
  });
  if (judgement.status !== "succeeded") await folder.complain("error", judgement.complaint);
}

/**
 * Ends the attempt's pod, proves it gone and settles what it cost. Nothing to do when that is done already. `live`: the pod is
 * there, so it cost money until now; else it ended itself unseen, and counts with all that it was allowed to cost.
 */
export async function endAttempt(attempt: Attempt, live: boolean): Promise<void> {
  const { folder, world, job } = attempt;
  const { podIds, createSentAt } = folder.record;
  if ((podIds.length === 0 && createSentAt === null) || folder.record.provedGoneAt !== null) return;
  if (podIds.length > 0) await endKnownPod(attempt);
  const now = world.clock.now();
  const record = { ...folder.record, provedGoneAt: timeText(now) };
  const spentUsd = live ? reckonedUsd(job, record, now) : lostUsd(job, record, now);
  await folder.save({ provedGoneAt: record.provedGoneAt, spentUsd });
  await tellMoney(attempt);
}

async function endKnownPod(attempt: Attempt): Promise<void> {
  const { folder, world } = attempt;
  const podId = podIdOf(attempt);
  await folder.phase("terminate", `ending pod ${podId}`);
  await endPod(world, {
    podId,
    visibleByMs: visibleByMs(attempt),
    ordered: async () => {
      await folder.save({ terminatedAt: timeText(world.clock.now()) });
      await folder.phase("prove", `proving that pod ${podId} is gone`);
    },
    refused: () => acknowledge(attempt),
  });
}

/** Lets the supervisor end the pod itself, for when RunPod refuses us: it has a key of its own. */
async function acknowledge(attempt: Attempt): Promise<void> {
  const { world, folder } = attempt;
  const { run, attempt: n } = folder.record;
  try {
    if (world.volume === undefined) await portOf(attempt)?.acknowledge();
    else await world.volume.put(attemptKey(run, n, "ack"), "ack\n");
  } catch (error) {
    world.log(`the pod could not be told to end itself: ${reasonOf(error)}`);
  }
}

/** Ends of a pod in which no supervisor ever opened the port: nobody answers there, and asking costs money. */
const portless: readonly (string | null)[] = ["pull-failed", "restart-loop", "no-python3"];

/** Without a volume the results leave the pod while it waits. Returns the problem, if there was one. */
async function takeFromPod(attempt: Attempt): Promise<string | undefined> {
  const { folder } = attempt;
  const { status, reason, fetchedAt, provedGoneAt, podIds } = folder.record;
  if (!["succeeded", "failed", "timed-out"].includes(status) || fetchedAt !== null) return undefined;
  if (portless.includes(reason)) return undefined;
  if (provedGoneAt !== null || podIds.length === 0) return "its pod is gone, and the job has no volume";
  const port = portOf(attempt);
  if (port === undefined) return "nobody can reach the pod's port";
  await folder.phase("fetch", "fetching the results from the pod");
  // No acknowledgement yet: it would end the pod, and with it the log that is still to be read.
  return attemptFetch(async () => {
    await fetchFromPod(attempt, port);
  });
}

/** Without a volume, what the stream missed of the log is gone with the pod. */
async function takeRestOfLog(attempt: Attempt): Promise<void> {
  const { folder, world } = attempt;
  const port = world.volume === undefined ? portOf(attempt) : undefined;
  if (port === undefined || portless.includes(folder.record.reason) || folder.record.provedGoneAt !== null) return;
  const problem = await attemptFetch(() => logFromPod(attempt, port));
  if (problem !== undefined) world.log(`warning: the log of ${folder.record.name} lacks its end: ${problem}`);
}

async function takeFromVolume(attempt: Attempt): Promise<string | undefined> {
  const { folder, world } = attempt;
  const volume = world.volume;
  if (!["succeeded", "failed", "timed-out"].includes(folder.record.status) || volume === undefined) return undefined;
  if (folder.record.fetchedAt !== null) return undefined;
  await folder.phase("fetch", "fetching the results from the volume");
  return attemptFetch(async () => {
    // The log goes first: once the results are recorded as fetched, no call comes back for it.
    await logFromVolume(attempt, volume);
    await fetchFromVolume(attempt, volume);
  });
}

async function attemptFetch(fetch: () => Promise<void>): Promise<string | undefined> {
  try {
    await fetch();
    return undefined;
  } catch (error) {
    const passing = error instanceof RunpodError || (error instanceof Error && error.message.includes("another hash"));
    if (!passing || isLocalFailure(error)) throw error;
    return reasonOf(error);
  }
}

/** A failed pod stays for a look inside, within its deadline and the cap. */
async function keepFailed(attempt: Attempt): Promise<void> {
  const { folder, world, job } = attempt;
  const { status, provedGoneAt, deadlineAt, podIds, reason } = folder.record;
  const keeps = status === "failed" && reason === "exit" && provedGoneAt === null && podIds.length > 0;
  if (!keeps || job.keepOnFailureSeconds <= 0) return;
  const now = world.clock.now();
  const until = Math.min(now + job.keepOnFailureSeconds * 1000, deadlineAt === null ? now : Date.parse(deadlineAt));
  if (until <= now) return;
  await folder.phase("failed", `keeping pod ${podIdOf(attempt)} until ${timeText(until)} for a look inside`);
  while (world.clock.now() < until && spentUsdNow(attempt) < job.maxUsd) await pause(world, 5_000);
}

function resultsError(attempt: Attempt, why: string): JobError {
  const { world, folder } = attempt;
  return new JobError("results", {
    what: "the run succeeded, but its results could not be fetched",
    on: `job "${attempt.job.job}" (${folder.record.name})`,
    why,
    todo:
      world.volume === undefined
        ? `its log is in ${folder.record.logsPath}; to train again set TRAINYARD_FORCE_NEW_RUN=${attempt.job.job}`
        : "run ./yard up again to fetch them from the volume: nothing is trained twice",
  });
}
