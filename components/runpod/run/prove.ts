import { NotFoundError, RunpodError } from "../failures.ts";
import { timing } from "./timing.ts";
import type { Reach } from "./world.ts";

/** Looks within one proof before the order is given again. */
const LOOKS = 4;

/**
 * Proof of absence: two spaced 404 for the pod, and it is not in the full list. One 404 proves nothing, as a young pod may
 * answer it; so nothing counts before `visibleByMs` (epoch milliseconds). False when the pod was seen, or nobody answered.
 */
export async function isGone(world: Reach, podId: string, visibleByMs: number): Promise<boolean> {
  let absent = 0;
  for (let n = 0; n < LOOKS; n++) {
    if (n > 0) await world.clock.sleep(timing.goneSpacingMs);
    if (world.clock.now() < visibleByMs) return false;
    const seen = await look(world, podId);
    if (seen === "unknown" || seen === "there") return false;
    if (seen === "absent" && ++absent >= 2) return !(await isListed(world, podId));
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
