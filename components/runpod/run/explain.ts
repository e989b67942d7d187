import type { JobPlan } from "../../training-job/plan.ts";
import { RunpodError } from "../failures.ts";
import { type Attempt, visibleByMs } from "./attempt.ts";
import { readHistory } from "./history.ts";
import { AbortedError, DetachedError, JobError, type JobOutcome } from "./outcome.ts";
import { outcomeOf } from "./outcome-of.ts";
import { podsOfJob } from "./own-pods.ts";
import { DetachRequest } from "./pause.ts";
import { listPods } from "./reach.ts";
import { isLocalFailure, reasonOf } from "./retry.ts";
import { endPod } from "./terminate.ts";
import { timing } from "./timing.ts";
import type { World } from "./world.ts";

interface Call {
  readonly job: JobPlan;
  readonly world: World;
  readonly attempt: Attempt | undefined;
}

/** The error that a caller is shown: it carries what there is of the run. A failing disk ends the pod, as nobody could follow it. */
export async function explain(error: unknown, call: Call): Promise<Error> {
  if (error instanceof AbortedError || error instanceof DetachedError) return error;
  if (error instanceof JobError && error.outcome !== undefined) return error;
  if (call.world.signal.aborted) return new AbortedError();
  if (isLocalFailure(error)) return diskFailed(error, call);
  const outcome = await outcomeNow(call);
  if (error instanceof DetachRequest) {
    await call.attempt?.folder.phase("detached", "detached: the pod, if there is one, runs on");
    return new DetachedError(call.job, outcome);
  }
  if (error instanceof JobError) {
    await call.attempt?.folder.complain("error", error.complaint);
    return new JobError(error.kind, error.complaint, outcome);
  }
  const { stack } = call.job;
  const kind = error instanceof RunpodError ? "unreachable" : "local";
  const complaint = {
    what: "the life cycle stopped",
    on: `job "${call.job.job}"`,
    why: reasonOf(error),
    todo: `a pod that exists ends itself at its deadline; ./yard up -s ${stack} goes on with it, ./yard down -s ${stack} ends it`,
  };
  return new JobError(kind, complaint, outcome);
}

async function outcomeNow({ job, world, attempt }: Call): Promise<JobOutcome | undefined> {
  const current = attempt === undefined ? [] : [attempt.folder.record];
  try {
    const records = (await readHistory(job, world)).attempts.map((one) => one.folder.record);
    return outcomeOf(job, records.length > 0 ? records : current, world.clock.now());
  } catch (error) {
    world.log(`warning: ${reasonOf(error)}`);
    return outcomeOf(job, current, world.clock.now());
  }
}

/** Pods of an attempt of which nothing more can be written: those of its record, else what an unanswered create has made. */
async function podsToEnd({ job, world, folder }: Attempt): Promise<readonly string[]> {
  const { podIds, createSentAt, name } = folder.record;
  if (podIds.length > 0 || createSentAt === null) return podIds;
  const shownByMs = Date.parse(createSentAt) + timing.requestMs + timing.lagMs;
  for (;;) {
    const pods = podsOfJob(await listPods(job, world), job, world.owner).run.filter((pod) => pod.name === name);
    if (pods.length > 0 || world.clock.now() >= shownByMs) return pods.map((pod) => pod.id);
    await world.clock.sleep(3_000);
  }
}

async function diskFailed(error: NodeJS.ErrnoException, call: Call): Promise<Error> {
  const { job, world, attempt } = call;
  const records = attempt === undefined ? [] : [attempt.folder.record];
  // A pod that was just made may answer 404 and be missing from the list: that does not prove it gone.
  if (attempt?.folder.record.provedGoneAt === null)
    for (const podId of await podsToEnd(attempt)) await endPod(world, { podId, visibleByMs: visibleByMs(attempt) });
  const full = error.code === "ENOSPC" || error.code === "EDQUOT";
  return new JobError(
    "local",
    {
      what: full ? "the disk of this machine is full" : "a file of this machine cannot be read or written",
      on: `job "${job.job}"${error.path === undefined ? "" : ` (${error.path})`}`,
      why: reasonOf(error),
      todo: full
        ? "free some space and run ./yard up: it goes on from the last checkpoint; the pod was ended"
        : "make TRAINYARD_HOME writable and run ./yard up; the pod was ended",
    },
    outcomeOf(job, records, world.clock.now()),
  );
}
