import { AmbiguousError, ForbiddenError, RunpodError, UnauthorizedError } from "../failures.ts";
import type { Pod } from "../service.ts";
import { type Attempt, lifetimeOf, recordPod } from "./attempt.ts";
import { attemptKey, renderIntent } from "./intent.ts";
import { writeOff } from "./ledger.ts";
import { byAge, podsOfJob } from "./own-pods.ts";
import { JobError } from "./outcome.ts";
import { unreachable } from "./reach.ts";
import { isPassing, persist, reasonOf } from "./retry.ts";
import { type RunRecord, timeText } from "./record.ts";
import { endStrays } from "./strays.ts";
import { timing } from "./timing.ts";
import type { PodTask } from "./world.ts";

/** What became of one create: a pod, a refusal (then there is none), or a lost answer after which there surely is none now. */
export type Created = { readonly pod: Pod } | { readonly refused: RunpodError } | { readonly lost: Error };

/** Sends one create and finds out what became of it, so that at most one pod of this attempt remains. */
export async function createPod(attempt: Attempt, candidate: PodTask["candidate"]): Promise<Created> {
  const { world, job, folder } = attempt;
  const { task, sent } = planCreate(attempt, candidate);
  // What cannot be written as a request is found before the record says that one was sent.
  const body = world.renderPod(job, task);
  await announce(attempt, sent);
  try {
    const pod = await world.service.createPod(body);
    await recordPod(attempt, pod);
    return { pod };
  } catch (error) {
    if (error instanceof RunpodError && !isLost(error)) {
      await folder.save({ createSentAt: null });
      return { refused: error };
    }
    if (!(error instanceof RunpodError)) throw error;
    const pod = await resolveLost(attempt, world.clock.now(), error);
    return pod === undefined ? { lost: error } : { pod };
  }
}

/** Only an answer that refuses proves that nothing was made: no time-out of somebody on the way (408) does. */
function isLost(error: RunpodError): boolean {
  return error instanceof AmbiguousError || error.status === 409 || error.status === 429 || error.status < 400;
}

/** What the pod is told, and what the record says of its create. */
function planCreate(attempt: Attempt, candidate: PodTask["candidate"]): { task: PodTask; sent: Sent } {
  const { world, job, folder, spentBeforeUsd } = attempt;
  const { seconds, limitedBy } = lifetimeOf(job, spentBeforeUsd + folder.record.extrasUsd);
  const now = world.clock.now();
  const createdAt = Math.floor(now / 1000);
  const deadline = createdAt + seconds;
  const { gpu, cloud, dataCenter } = candidate;
  const sent = {
    status: "creating",
    createSentAt: timeText(now),
    deadlineAt: timeText(deadline * 1000),
    ...{ limitedBy, gpu, cloud, dataCenter },
    hourlyUsd: null,
    isPriced: false,
  } as const;
  return { task: { attempt: folder.record.attempt, token: folder.token, createdAt, deadline, candidate }, sent };
}

type Sent = Partial<RunRecord> & { readonly createSentAt: string };

/** Writes down, here and on the volume, that a create is about to be sent. */
async function announce(attempt: Attempt, sent: Sent): Promise<void> {
  const { world, folder } = attempt;
  const volume = world.volume;
  if (volume !== undefined) {
    const { run, attempt: n } = folder.record;
    const text = renderIntent({ ...folder.record, ...sent }, sent.createSentAt);
    const key = attemptKey(run, n, "intent.json");
    try {
      await persist(world, { times: 8, totalMs: 120_000 }, () => volume.put(key, text));
    } catch (error) {
      if (!(error instanceof RunpodError)) throw error;
      throw unwritable(attempt, error);
    }
  }
  await folder.save(sent);
  await folder.event({ kind: "create-sent", name: folder.record.name });
}

function unwritable({ job }: Attempt, error: Error): JobError {
  return new JobError("unreachable", {
    what: "the volume cannot be written, so nothing was created",
    on: `job "${job.job}" (volume ${job.volume?.id ?? "unknown"})`,
    why: reasonOf(error),
    todo: "check that the volume exists and that the S3 keys may write to it, then run ./yard up again",
  });
}

/**
 * The pod behind a lost answer. Lists until a pod is there or RunPod has shown for a minute that there is none; keeps the
 * oldest and ends the others. `since` is when the answer was lost, epoch milliseconds.
 */
export async function resolveLost(attempt: Attempt, since: number, cause: Error): Promise<Pod | undefined> {
  const { world, folder } = attempt;
  const what = "the answer to a create was lost; looking for the pod until it is sure";
  await folder.phase("create", `${what}: ${cause.message}`);
  for (let n = 0; n < 1_000; n++) {
    const pods = await listed(attempt, since);
    const [kept, ...extras] = byAge((pods ?? []).filter((pod) => pod.name === folder.record.name));
    if (kept !== undefined) {
      await recordPod(attempt, kept);
      await endStrays(attempt, extras);
      await folder.event({ kind: "adopted", name: kept.name, podId: kept.id });
      return kept;
    }
    if (pods !== undefined && world.clock.now() - since >= timing.lagMs) {
      await folder.save(writeOff(attempt.job, folder.record, world.clock.now()));
      return undefined;
    }
    await world.clock.sleep(Math.min(2_000 + n * 500, 10_000));
  }
  throw unreachable(attempt.job, cause);
}

async function listed(attempt: Attempt, since: number): Promise<readonly Pod[] | undefined> {
  const { world, job } = attempt;
  try {
    return podsOfJob(await world.service.listPods(), job, world.owner).run;
  } catch (error) {
    if (error instanceof UnauthorizedError || error instanceof ForbiddenError) throw error;
    if (!(error instanceof RunpodError)) throw error;
    if (isPassing(error) && world.clock.now() - since < timing.unreachableMs) return undefined;
    throw unreachable(job, error);
  }
}

/** A pod of our name that somebody else owns: nothing is created beside it. */
export function refuseForeign(attempt: Pick<Attempt, "job">, foreign: readonly Pod[]): void {
  const [pod] = foreign;
  if (pod === undefined) return;
  throw new JobError("refused", {
    what: "a pod of this run's name belongs to somebody else",
    on: `pod ${pod.id} (${pod.name})`,
    why: "it does not carry the ownership token of this TRAINYARD_HOME",
    todo: `end it where it was started, rename the job "${attempt.job.job}", or set trainyard:owner to the token it was made with`,
  });
}
