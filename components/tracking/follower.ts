import type { Follower } from "../runpod/run/tracking.ts";
import type { World } from "../runpod/run/world.ts";
import type { JobPlan } from "../training-job/plan.ts";
import type { TrackingServer } from "./api.ts";
import { TrackingError } from "./failures.ts";
import { localLogs, logBytes } from "./local-run.ts";
import { type KnownSteps, newPoints } from "./points.ts";
import type { TrackedRun } from "./records.ts";
import { knownSteps } from "./tell.ts";

/** Between two looks at the logs; and the longest pause while MLflow is away. */
const LOOK_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;

export interface FollowerOptions {
  readonly job: JobPlan;
  readonly world: World;
  readonly server: TrackingServer;
  /** The run to tell of, made where there is none yet. */
  readonly ensure: (server: TrackingServer) => Promise<TrackedRun>;
}

/**
 * Sends what the heartbeats in the kept logs tell, while a run goes on. The logs are the journal: what MLflow could not take is
 * read there again, in this process or a later one.
 */
export function followLogs(options: FollowerOptions): Follower {
  const stopping = new AbortController();
  const done = new LogFollower(options, stopping.signal).live();
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

class LogFollower {
  private readonly options: FollowerOptions;
  private readonly server: TrackingServer;
  private readonly signal: AbortSignal;
  private told: { run: TrackedRun; known: KnownSteps } | undefined;
  private bytes = 0;
  private failures = 0;

  constructor(options: FollowerOptions, signal: AbortSignal) {
    this.options = options;
    this.server = options.server.until(signal);
    this.signal = signal;
  }

  /** Never rejects: the run goes on without it. */
  async live(): Promise<void> {
    const { clock } = this.options.world;
    try {
      while (!this.signal.aborted) {
        await this.look();
        await clock.sleep(Math.min(LOOK_MS * 2 ** this.failures, LONGEST_PAUSE_MS), this.signal);
      }
    } catch {
      // Our own program ends, or this machine's disk fails: both are the life cycle's to say.
    }
  }

  private async look(): Promise<void> {
    const { job, world } = this.options;
    const bytes = await logBytes(job, world);
    if (bytes === this.bytes && this.failures === 0) return;
    try {
      this.told ??= await this.begin();
      const { run, known } = this.told;
      const metrics = newPoints(await localLogs(job, world), known);
      if (metrics.length > 0) await this.server.log(run.id, { metrics });
      known.add(metrics);
      if (this.failures > 0) world.log("MLflow answers again: what it missed has been sent");
      this.bytes = bytes;
      this.failures = 0;
    } catch (error) {
      if (!(error instanceof TrackingError)) throw error;
      if (this.failures === 0 && !this.signal.aborted)
        world.log(
          `warning: MLflow cannot be told how the run goes (${error.message}); it is sent later, the run goes on`,
        );
      this.failures = Math.min(this.failures + 1, 10);
      if (error.kind !== "away") this.told = undefined;
    }
  }

  private async begin(): Promise<{ run: TrackedRun; known: KnownSteps }> {
    const run = await this.options.ensure(this.server);
    return { run, known: await knownSteps(this.server, run) };
  }
}
