import { NotFoundError, RunpodError } from "../failures.ts";
import { timing } from "./timing.ts";
import type { Reach } from "./world.ts";

/** Looks within one proof before the order is given again. */
const LOOKS = 4;

/** A pod whose absence is to be proved. */
export interface Suspect {
  readonly podId: string;
  /** Epoch milliseconds before which RunPod may still not know a pod that exists; 0 as soon as it has shown this one. */
  visibleByMs: number;
}

/**
 * Proof of absence: two spaced 404 for the pod, and it is not in the full list. A young pod may answer 404 too, so nothing
 * counts before `visibleByMs`, unless RunPod has shown the pod meanwhile. False when it was seen, or nobody answered.
 */
export async function isGone(world: Reach, pod: Suspect): Promise<boolean> {
  let absent = 0;
  for (let n = 0; n < LOOKS; n++) {
    if (n > 0) await world.clock.sleep(timing.goneSpacingMs);
    const seen = await look(world, pod.podId);
    if (seen === "there" || seen === "ending") pod.visibleByMs = 0;
    if (seen === "unknown" || seen === "there" || world.clock.now() < pod.visibleByMs) return false;
    if (seen === "absent" && ++absent >= 2) return !(await isListed(world, pod.podId));
  }
  return false;
}

/** `ending`: RunPod still shows the pod, as terminated. */
async function look(world: Reach, podId: string): Promise<"absent" | "ending" | "there" | "unknown"> {
  try {
    const pod = await world.service.getPod(podId);
    return pod.status === "TERMINATED" ? "ending" : "there";
  } catch (error) {
    if (error instanceof NotFoundError) return "absent";
    if (!(error instanceof RunpodError)) throw error;
    return "unknown";
  }
}

async function isListed(world: Reach, podId: string): Promise<boolean> {
  try {
    const pods = await world.service.listPods();
    return pods.some((pod) => pod.id === podId && pod.status !== "TERMINATED");
  } catch (error) {
    if (!(error instanceof RunpodError)) throw error;
    return true;
  }
}
