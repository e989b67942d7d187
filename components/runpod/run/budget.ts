import type { JobPlan } from "../../training-job/plan.ts";
import type { Follower } from "./tracking.ts";
import type { World } from "./world.ts";

/** What the ledger knows of a run's money, for outputs. `pending`: it could not be told yet. */
export type ChargedState = "held" | "settled" | "released" | "unknown" | "pending";

/** A budget that holds a run's money. */
export interface HeldMoney {
  /** For a person: `budget of team "vision" in prod (2026-11)`. */
  readonly budget: string;
  readonly limitUsd: number;
  /** What all its runs may still cost or did cost, this one with them. */
  readonly committedUsd: number;
  /** Share in percent from which on a warning is due, where this run is the first to reach it. */
  readonly crossedPercent: number | undefined;
}

/**
 * Money that many runs share, on whatever machine they are. A run takes its worst case before anything of it exists, and gives
 * back what it did not need once its pods are proved gone.
 */
export interface Budget {
  /**
   * Takes `usd` for the whole run, or finds it taken. Throws JobError (`refused`) where it does not fit, where somebody else
   * holds the run, and where nobody can say within `timing.firstReachMs`.
   */
  reserve(job: JobPlan, world: World, usd: number): Promise<HeldMoney>;
  /** Says in the background that the run goes on, and what it has spent. */
  follow(job: JobPlan, world: World): Follower;
  /**
   * Tells what the run came to, as far as the run folders say it. A ledger that is away is asked again for `limitMs` and fails
   * nothing: the money stays taken until it is told. @default 20,000
   */
  settle(job: JobPlan, world: World, limitMs?: number): Promise<ChargedState>;
  /** What the last telling in this process came to; asks nobody. */
  charged(job: JobPlan): ChargedState;
}
