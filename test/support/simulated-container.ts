import type { Clock } from "../../components/lib/clock.ts";
import type { ContainerEvents, ContainerSpec } from "../../local/runpod/runner.ts";
import type { Finish, Script } from "./simulated-command.ts";
import type { Files } from "./simulated-volumes.ts";

/** What all containers of a test bed share. */
export interface Parts {
  readonly clock: Clock;
  /** The API as the pod reaches it. */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly script: Script;
}

/** What one container is started with. */
export interface Inside extends Parts {
  readonly spec: ContainerSpec;
  readonly events: ContainerEvents;
  readonly disk: Files;
  /** Starts of this pod's container before this one. */
  readonly earlier: number;
  readonly finishes: Finish[];
  readonly commandStarts: { podId: string; run: string }[];
}
