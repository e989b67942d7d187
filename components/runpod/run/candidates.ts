import { ForbiddenError, InsufficientBalanceError, NoCapacityError, RuleError, RunpodError } from "../failures.ts";
import type { Pod } from "../service.ts";
import { candidateText } from "../../training-job/plan.ts";
import type { Attempt } from "./attempt.ts";
import { createPod } from "./create.ts";
import { JobError } from "./outcome.ts";
import { pause } from "./pause.ts";
import { payableSeconds } from "./preflight.ts";
import { timing } from "./timing.ts";
import type { PodTask } from "./world.ts";

type Candidate = PodTask["candidate"];

/** What a candidate's last try came to. */
interface Answer {
  readonly candidate: Candidate;
  readonly kind: "capacity" | "rule" | "closed" | "again";
  readonly detail: string;
}

/**
 * Tries the candidates in order, round after round, until a pod is made or the provisioning time-out is over.
 * `excluded` candidates were found unfit in this call; those whose pool is closed to the account join them.
 */
export async function createOnCandidate(
  attempt: Attempt,
  excluded: Set<Candidate>,
): Promise<{ pod: Pod; candidate: Candidate }> {
  const { job, world } = attempt;
  const end = world.clock.now() + job.provisionTimeoutSeconds * 1000;
  const answers = new Map<Candidate, Answer>();
  for (let round = 0; ; round++) {
    for (const candidate of job.candidates) {
      if (excluded.has(candidate)) continue;
      payableSeconds(attempt);
      const result = await tryOne(attempt, candidate);
      if ("pod" in result) return { pod: result.pod, candidate };
      answers.set(candidate, result);
      if (result.kind === "closed") excluded.add(candidate);
    }
    const open = job.candidates.filter((candidate) => !excluded.has(candidate));
    const kinds = [...answers.values()].map((answer) => answer.kind);
    if (open.length === 0) throw nothingLeft(attempt, answers, "no candidate is left");
    if (kinds.length > 0 && kinds.every((kind) => kind === "rule"))
      throw nothingLeft(attempt, answers, "RunPod refuses the request itself with every candidate");
    const waitMs = Math.min(timing.roundFirstMs * 2 ** round, timing.roundLongestMs);
    if (world.clock.now() + waitMs >= end) throw nothingLeft(attempt, answers, "the provisioning time-out is over");
    await pause(world, waitMs);
  }
}

async function tryOne(attempt: Attempt, candidate: Candidate): Promise<{ pod: Pod } | Answer> {
  const text = candidateText(candidate);
  await attempt.folder.phase("create", `creating pod ${attempt.folder.record.name} on ${text}`);
  const result = await createPod(attempt, candidate);
  if ("pod" in result) {
    await tell(attempt, candidate, "created", result.pod.id);
    await attempt.folder.event({ kind: "created", name: result.pod.name, podId: result.pod.id });
    return result;
  }
  if ("lost" in result) {
    await tell(attempt, candidate, "lost", result.lost.message);
    return { candidate, kind: "again", detail: result.lost.message };
  }
  const { refused } = result;
  await tell(attempt, candidate, refused.name, refused.detail);
  return { candidate, kind: kindOf(attempt, refused, text), detail: refused.detail || refused.message };
}

function kindOf(attempt: Attempt, error: RunpodError, candidate: string): Answer["kind"] {
  if (error instanceof NoCapacityError) return "capacity";
  if (error instanceof RuleError) return "rule";
  if (error instanceof ForbiddenError) return "closed";
  const money = error instanceof InsufficientBalanceError;
  throw new JobError("no-candidate", {
    what: money ? "the balance does not pay for the pod" : "RunPod refused the pod",
    on: `job "${attempt.job.job}" (${candidate})`,
    why: `${error.status} ${error.detail || error.message}`,
    todo: money ? "add credit to the RunPod account, then run ./yard up again" : advice(error),
  });
}

function advice(error: RunpodError): string {
  if (error.status === 401) return "check RUNPOD_API_KEY";
  if (error.status === 404) return "check that volume and registry credential still exist";
  return "check the job's arguments; the same request would be refused again";
}

function tell(attempt: Attempt, candidate: Candidate, result: string, detail: string): Promise<void> {
  const { gpu, cloud, dataCenter, usdPerHour } = candidate;
  return attempt.folder.event({ kind: "candidate", gpu, cloud, dataCenter, usdPerHour, result, detail });
}

function nothingLeft(attempt: Attempt, answers: ReadonlyMap<Candidate, Answer>, why: string): JobError {
  const tried = [...answers.values()].map((answer) => `${candidateText(answer.candidate)}: ${answer.detail}`);
  return new JobError("no-candidate", {
    what: "no pod could be had",
    on: `job "${attempt.job.job}"`,
    why: tried.length === 0 ? why : `${why} (${tried.join(" | ")})`,
    todo: "add candidates, raise provisionTimeoutMinutes, or try again later",
  });
}
