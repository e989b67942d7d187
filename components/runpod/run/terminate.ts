import { ForbiddenError, RunpodError, UnauthorizedError } from "../failures.ts";
import { JobError } from "./outcome.ts";
import { isGone } from "./prove.ts";
import { reasonOf } from "./retry.ts";
import { timing } from "./timing.ts";
import type { Reach } from "./world.ts";

/** A pod that is to end. */
export interface Ending {
  readonly podId: string;
  /** Epoch milliseconds before which RunPod may still not know a pod that exists; 0 when it has shown this one. */
  readonly visibleByMs: number;
  /** Called once when RunPod has taken the order. */
  readonly ordered?: () => Promise<void>;
  /** Called each time RunPod refuses: another way to end the pod, such as the acknowledgement. Must not throw; nobody waits long for it. */
  readonly refused?: () => Promise<void>;
}

/** Orders the end of a pod and proves it, again and again until it is proved. Throws `not-gone` after an hour. */
export async function endPod(world: Reach, pod: Ending): Promise<void> {
  const start = world.clock.now();
  const suspect = { podId: pod.podId, visibleByMs: pod.visibleByMs };
  let ordered = false;
  for (let n = 0; ; n++) {
    const failure = await order(world, pod.podId);
    if (failure === undefined) {
      if (!ordered) await pod.ordered?.();
      ordered = true;
    } else {
      await otherwise(world, pod);
    }
    // A pod may end itself while our order is refused, so its absence is looked at either way.
    if (await isGone(world, suspect)) return;
    const hopeless = failure instanceof UnauthorizedError || failure instanceof ForbiddenError;
    const late = world.clock.now() - start >= timing.terminateLimitMs;
    if (late || n >= 1_000 || (hopeless && n >= 5)) throw notGone(pod.podId, failure);
    await world.clock.sleep(Math.min(1_000 * 2 ** Math.min(n, 4), 10_000));
  }
}

/** A port or a volume that is silent must not keep us from asking RunPod again: the pod is billed meanwhile. */
async function otherwise(world: Reach, pod: Ending): Promise<void> {
  if (pod.refused === undefined) return;
  const done = new AbortController();
  const other = pod.refused().finally(() => done.abort());
  await Promise.race([other, world.clock.sleep(timing.otherwiseMs, done.signal)]);
}

async function order(world: Reach, podId: string): Promise<Error | undefined> {
  try {
    await world.service.terminatePod(podId);
    return undefined;
  } catch (error) {
    if (!(error instanceof RunpodError)) throw error;
    return error;
  }
}

function notGone(podId: string, failure: Error | undefined): JobError {
  return new JobError("not-gone", {
    what: "the pod could not be ended and is still billed",
    on: `pod ${podId}`,
    why: failure === undefined ? "RunPod took the order, but still shows the pod" : reasonOf(failure),
    todo: "end it with ./yard down or ./yard sweep --yes, -s and its stack's name, or in RunPod's console",
  });
}
