import type { JobPlan } from "../../training-job/plan.ts";
import type { Keeping, World } from "./world.ts";

/** What a tracking server knows of a run, for outputs. */
export interface TrackedState {
  /** Id of the run there; null where none could be made yet. */
  readonly mlflowRunId: string | null;
  /** `pending`: something could not be told yet. */
  readonly tracked: "complete" | "pending";
}

/**
 * A run's record outside of this machine and of RunPod. The life cycle tells it what happens and asks it once, before anything
 * is looked up. A server that is away never fails a run, and nothing that costs money waits for it.
 */
export interface Tracking {
  /**
   * Before anything is looked up, within `timing.firstReachMs` where the server is away: a run that is known there as finished
   * gets its run folders back, so that it is taken over and never trained again; any other is made known. Throws JobError where
   * it is finished there and its results cannot be had.
   */
  begin(job: JobPlan, world: World): Promise<void>;
  /** Tells in the background what the pods log. */
  follow(job: JobPlan, world: World): Follower;
  /**
   * Tells all that the run folders hold and the server lacks. What cannot be told stays for the next call. `limitMs`: how long a
   * server that is away is asked again. @default 60,000
   */
  tell(job: JobPlan, world: World, limitMs?: number): Promise<TrackedState>;
  /** How far that has come, by what is kept here; asks nobody. */
  told(job: JobPlan, world: Keeping): Promise<TrackedState>;
}

export interface Follower {
  /** Breaks off what is under way; soon done. */
  stop(): Promise<void>;
}
