import { realClock } from "../lib/clock.ts";
import type { KubeAccess } from "../lib/kube-access.ts";
import { waysTo } from "./address.ts";
import { createTrackingServer } from "./api.ts";
import type { TrackingInputs } from "./args.ts";
import { diskBodies } from "./artifacts.ts";
import { sourceOf } from "./source.ts";
import { Tracker } from "./tracker.ts";

export interface TrackerSurroundings {
  readonly access: KubeAccess;
  readonly userAgent: string;
  /** Refuse every address but this machine's. */
  readonly loopbackOnly: boolean;
  /** Work tree whose commit the runs are made from. */
  readonly project: string;
}

/** The tracker that a link names; nothing is asked yet. Throws where the link's addresses are none. */
export function connectTracker(link: TrackingInputs, surroundings: TrackerSurroundings): Tracker {
  const { access, userAgent, loopbackOnly, project } = surroundings;
  const { controlUrl, username, password, experiment } = link;
  const server = createTrackingServer({
    ...{ username, password, userAgent, clock: realClock },
    endpoints: waysTo(link, access, loopbackOnly),
  });
  return new Tracker({
    ...{ server, address: controlUrl, experiment, bodies: diskBodies },
    source: () => sourceOf(project),
  });
}
