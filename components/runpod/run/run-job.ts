import type { JobPlan } from "../../training-job/plan.ts";
import { candidateText } from "../../training-job/plan.ts";
import { type Attempt, podIdOf, tellMoney } from "./attempt.ts";
import { awaitBills } from "./bill.ts";
import { createOnCandidate } from "./candidates.ts";
import { conclude, recordEnd } from "./conclude.ts";
import { explain } from "./explain.ts";
import { guarded } from "./guard.ts";
import { readHistory } from "./history.ts";
import { takeLease } from "./lease.ts";
import { LogStream } from "./log-stream.ts";
import { lookUp, type Standing } from "./lookup.ts";
import { JobError, type JobOutcome } from "./outcome.ts";
import { outcomeOf } from "./outcome-of.ts";
import { preflight } from "./preflight.ts";
import { reserveMoney } from "./reservation.ts";
import { timeText } from "./record.ts";
import { sendToPod, stageOnVolume } from "./stage-data.ts";
import type { Follower } from "./tracking.ts";
import { errorKind, judge, type Judgement, type Verdict } from "./verdict.ts";
import { Watch } from "./watch.ts";
import type { PodTask, World } from "./world.ts";

/** What one call of `runJob` has learned. */
interface Call {
  readonly job: JobPlan;
  readonly world: World;
  readonly excluded: Set<PodTask["candidate"]>;
  attempt: Attempt | undefined;
  /** What this call made its last pod on. */
  made?: { readonly attempt: number; readonly candidate: PodTask["candidate"] };
}

/**
 * Makes a run happen once and sees it to its end: takes over what is finished, adopts what runs, else starts it, and leaves
 * nothing that is billed. Returns only for a run that succeeded, or with `wait: "started"` runs.
 * Throws JobError, DetachedError, AbortedError; their `outcome` says what there is.
 */
export async function runJob(job: JobPlan, world: World): Promise<JobOutcome> {
  const call: Call = { job, world: guarded(world), excluded: new Set(), attempt: undefined };
  try {
    const lease = await takeLease(job, call.world);
    try {
      return await recorded(call);
    } finally {
      await lease.release(world);
    }
  } catch (error) {
    throw await explain(error, call);
  }
}

/** The attempts, with their records elsewhere. An error is dealt with first: nothing that costs money waits for a record. */
async function recorded(call: Call): Promise<JobOutcome> {
  const { job, world } = call;
  const { tracking, budget } = world;
  const followers: Follower[] = [];
  try {
    await tracking?.begin(job, world);
    if (tracking !== undefined) followers.push(tracking.follow(job, world));
    if (budget !== undefined) followers.push(budget.follow(job, world));
    return await attempts(call);
  } catch (error) {
    throw await explain(error, call);
  } finally {
    for (const follower of followers) await follower.stop();
    if (!world.signal.aborted) await budget?.settle(job, world);
    if (!world.signal.aborted) await tracking?.tell(job, world);
  }
}

async function attempts(call: Call): Promise<JobOutcome> {
  const { job, world } = call;
  for (let tries = 1; ;) {
    world.log(`looking for earlier attempts of ${job.run}`);
    const standing = await lookUp(job, world);
    call.attempt = standing.attempt;
    const judgement = await oneAttempt(call, standing);
    if (judgement === "started") return outcome(call);
    if (judgement.again === "candidate" && exclude(call, standing.attempt)) continue;
    if (judgement.again === "attempt" && ++tries <= job.attempts) continue;
    return finish(call, judgement);
  }
}

async function finish(call: Call, judgement: Judgement): Promise<JobOutcome> {
  const { job, world } = call;
  const folders = (await readHistory(job, world)).attempts.map((one) => one.folder);
  const attempt = call.attempt;
  await attempt?.folder.phase("bill", "reading the bill");
  const billed = await awaitBills(world, folders, job.billingWaitSeconds);
  if (attempt !== undefined) {
    await attempt.folder.phase("bill", billed ? "the bill is in" : "the bill is pending");
    const ok = judgement.status === "succeeded";
    await attempt.folder.phase(ok ? "done" : "failed", judgement.complaint.what);
  }
  const result = await outcome(call);
  if (judgement.status === "succeeded") return result;
  throw new JobError(errorKind(judgement.status), judgement.complaint, result);
}

/** The outcome as the run folders tell it. */
async function outcome(call: Call): Promise<JobOutcome> {
  const history = await readHistory(call.job, call.world);
  const records = history.attempts.map((one) => one.folder.record);
  const result = outcomeOf(call.job, records, call.world.clock.now());
  if (result === undefined) throw new Error(`run ${call.job.run} left no record`);
  return result;
}

/** A candidate that proved unfit is not tried again in this call. False when it is none of the list. */
function exclude(call: Call, attempt: Attempt): boolean {
  const { gpu, cloud, attempt: n } = attempt.folder.record;
  // Of a pod that an earlier call made only its GPU and pool are known.
  const unfit =
    call.made?.attempt === n
      ? call.made.candidate
      : call.job.candidates.find((one) => one.gpu === gpu && one.cloud === cloud && !call.excluded.has(one));
  if (unfit !== undefined) call.excluded.add(unfit);
  return unfit !== undefined && call.excluded.size < call.job.candidates.length;
}

async function oneAttempt(call: Call, standing: Standing): Promise<Judgement | "started"> {
  const { attempt, end, next, live } = standing;
  if (next === "take-over") {
    const verdict: Verdict | undefined = end === undefined ? undefined : { kind: "end", end };
    return close(attempt, verdict ?? finished(attempt), undefined, live);
  }
  if (next === "settle" && end !== undefined) return close(attempt, { kind: "end", end }, undefined, live);
  if (next === "start") await start(call, attempt);
  const stream = await LogStream.start(attempt);
  try {
    stream.signs.addEnd(end);
    const verdict = await follow(attempt, stream);
    if (verdict === "started") return "started";
    return await close(attempt, verdict, stream, true);
  } finally {
    await stream.stop();
  }
}

/** An attempt whose success is on record. */
function finished(attempt: Attempt): Verdict {
  const { name, exitCode, startedAt, finishedAt } = attempt.folder.record;
  return { kind: "end", end: { name, exitCode: exitCode ?? 0, reason: "exit", startedAt, finishedAt } };
}

async function start(call: Call, attempt: Attempt): Promise<void> {
  const { job, world } = call;
  if (job.candidates.length === 0) throw nothingToTry(job);
  await preflight(attempt);
  await reserveMoney(attempt);
  if (job.data !== null && world.volume !== undefined) {
    await attempt.folder.phase("stage", `putting the data ${job.data.id.slice(0, 12)} on the volume`);
    await stageOnVolume(job.job, job.data, world, world.volume);
  }
  const { candidate } = await createOnCandidate(attempt, call.excluded);
  call.made = { attempt: attempt.folder.record.attempt, candidate };
  await attempt.folder.phase("provision", `pod ${podIdOf(attempt)} on ${candidateText(candidate)} is being made ready`);
}

function nothingToTry(job: JobPlan): JobError {
  return new JobError("no-candidate", {
    what: "no candidate is known",
    on: `job "${job.job}"`,
    why: "the catalog offers none of those that are wanted",
    todo: "try again later, raise maxUsdPerHour, or list other candidates by GPU id",
  });
}

async function follow(attempt: Attempt, stream: LogStream): Promise<Verdict | "started"> {
  const { job, world, folder } = attempt;
  const watch = new Watch(attempt, stream);
  await tellMoney(attempt);
  const sentMs = Date.parse(folder.record.createSentAt ?? timeText(world.clock.now()));
  const unready = await watch.ready(sentMs + job.provisionTimeoutSeconds * 1000);
  if (unready !== undefined) return unready;
  await folder.save({ status: "running", startedAt: folder.record.startedAt ?? timeText(world.clock.now()) });
  await folder.phase("run", `pod ${podIdOf(attempt)} runs`);
  const port =
    world.volume === undefined && job.data !== null ? world.podPort(podIdOf(attempt), folder.token) : undefined;
  if (job.data !== null && port !== undefined) await sendToPod(job.job, job.data, world, port);
  return job.wait === "started" ? "started" : watch.end();
}

async function close(
  attempt: Attempt,
  verdict: Verdict,
  stream: LogStream | undefined,
  live: boolean,
): Promise<Judgement> {
  const judgement = judge(verdict, attempt.job, attempt.folder.record);
  await recordEnd(attempt, verdict, judgement);
  // Each second of a pod that costs more than allowed is one too many to read its log in.
  await conclude(attempt, verdict.kind === "over-price" ? undefined : stream, live);
  return judgement;
}
