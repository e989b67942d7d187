import { timing } from "./timing.ts";
import type { World } from "./world.ts";

/** Thrown where a wait ends because a person detached; `runJob` turns it into a DetachedError. */
export class DetachRequest extends Error {}

/** Waits `ms`, unless somebody detaches meanwhile. Only for moments at which the run may be left alone. */
export async function pause(world: World, ms: number): Promise<void> {
  const end = world.clock.now() + ms;
  for (;;) {
    if (world.detach()) throw new DetachRequest();
    const left = end - world.clock.now();
    if (left <= 0) return;
    await world.clock.sleep(Math.min(left, timing.tickMs));
  }
}
