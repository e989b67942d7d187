import { timeText } from "../runpod/run/record.ts";
import type { Follower, TrackedState, Tracking } from "../runpod/run/tracking.ts";
import type { Keeping, World } from "../runpod/run/world.ts";
import type { JobPlan } from "../training-job/plan.ts";
import type { TrackingServer } from "./api.ts";
import { Artifacts, type FileBodies } from "./artifacts.ts";
import { deleteExtras, ensureRun, experimentOf, findRuns } from "./ensure-run.ts";
import { TrackingError } from "./failures.ts";
import { followLogs } from "./follower.ts";
import { digestOf, type Journal, readJournal, writeJournal } from "./journal.ts";
import { localRecords, logBytes } from "./local-run.ts";
import type { TrackedRun } from "./records.ts";
import { restoreRun } from "./restore.ts";
import { tellAll } from "./tell.ts";

/** How long we go on asking a server that is away: before the pod, when nothing is known of the run; and for one telling. */
const FIRST_REACH_MS = 20_000;
const TELL_MS = 60_000;
const PAUSE_MS = 3_000;
/** Longest that we reckon with for a request to have its effect after its sender gave up. */
const LANDING_MS = 90_000;

export interface TrackerOptions {
  readonly server: TrackingServer;
  /** For messages and for the journal: which server. No secret. */
  readonly address: string;
  /** @default - `<project>/<stack>` */
  readonly experiment: string | undefined;
  readonly bodies: FileBodies;
  /** The commit that this process works from, where there is one. */
  readonly source: () => Promise<Journal["source"]>;
}

/** Records runs in MLflow: one MLflow run for each hash, found by its tag, told again until it has everything. */
export class Tracker implements Tracking {
  private readonly options: TrackerOptions;

  constructor(options: TrackerOptions) {
    this.options = options;
  }

  async begin(job: JobPlan, world: World): Promise<void> {
    const journal = await this.journal(job, world);
    const source = journal.source ?? (await this.options.source());
    // Before anything else: should we die from here on, the next call knows that something is left to tell.
    await this.save(job, world, { ...journal, source, told: null });
    const records = await localRecords(job, world);
    const isHere = records.some((record) => record.status === "succeeded" && record.fetchedAt !== null);
    try {
      const run = await this.soon(world, (server) => this.ensure(job, world, server));
      const { server, bodies } = this.options;
      if (run.status === "FINISHED" && !isHere)
        await restoreRun(job, world, run, { server: server.until(world.signal), bodies });
      else if (run.status !== "FINISHED" && run.status !== "RUNNING")
        await this.soon(world, (one) => one.update(run.id, "RUNNING", undefined));
    } catch (error) {
      if (!(error instanceof TrackingError)) throw error;
      world.log(`warning: MLflow could not be asked whether this run has finished before (${error.message})`);
      world.log("what is kept here and on the volume decides; MLflow is told as soon as it answers");
    }
  }

  follow(job: JobPlan, world: World): Follower {
    const ensure = (server: TrackingServer) => this.ensure(job, world, server);
    return followLogs({ job, world, server: this.options.server, ensure });
  }

  async tell(job: JobPlan, world: World, limitMs: number = TELL_MS): Promise<TrackedState> {
    const records = await localRecords(job, world);
    const digest = digestOf(job, records, await logBytes(job, world));
    const before = await this.told(job, world);
    if (before.tracked === "complete") return before;
    try {
      await this.patiently(world, limitMs, async (server) => {
        const run = await this.ensure(job, world, server);
        const artifacts = new Artifacts(server, this.options.bodies, run);
        const journal = await this.journal(job, world);
        const told = await tellAll({ job, world, server, artifacts, run, records, journal });
        await this.landed(told, world);
        await deleteExtras(server, run, job);
        await this.save(job, world, { ...told, told: digest, why: null, unsureSince: null });
      });
    } catch (error) {
      if (!(error instanceof TrackingError)) throw error;
      world.log(`warning: MLflow does not have all of this run yet (${error.message})`);
      world.log("nothing is lost: ./yard up or refresh sends the rest when MLflow answers, without another run");
      await this.save(job, world, { ...(await this.journal(job, world)), told: null, why: error.message });
    }
    return this.told(job, world);
  }

  /** A run of which nothing is kept here has nothing left to tell. */
  async told(job: JobPlan, world: Keeping): Promise<TrackedState> {
    const { runId, told } = await this.journal(job, world);
    const records = await localRecords(job, world);
    const isTold = records.length === 0 || told === digestOf(job, records, await logBytes(job, world));
    return { mlflowRunId: runId, tracked: isTold ? "complete" : "pending" };
  }

  /** Whether MLflow knows the run as finished; asked once, for a preview. Throws TrackingError. */
  async isFinished(job: JobPlan): Promise<boolean> {
    const { server } = this.options;
    const experimentId = await server.findExperiment(experimentOf(job, this.options.experiment));
    if (experimentId === undefined) return false;
    return (await findRuns(server, experimentId, job)).some((run) => run.status === "FINISHED");
  }

  /** The run that the journal names, where it still is; else the one of this hash, made where there is none. */
  private async ensure(job: JobPlan, world: World, server: TrackingServer): Promise<TrackedRun> {
    const journal = await this.journal(job, world);
    const kept = journal.runId === null ? undefined : await server.findRun(journal.runId);
    if (kept !== undefined) return kept;
    const experiment = experimentOf(job, this.options.experiment);
    const run = await ensureRun(server, experiment, job, world.clock.now(), async () => {
      const unsureSince = timeText(world.clock.now());
      await this.save(job, world, { ...(await this.journal(job, world)), unsureSince });
    });
    // A new run holds none of the files that an earlier one held.
    const stored = journal.runId === run.id ? journal.stored : {};
    await this.save(job, world, { ...(await this.journal(job, world)), runId: run.id, stored });
    return run;
  }

  /** For what is done before a pod is looked for, as one may be billed: broken off where the server only hangs. */
  private async soon<T>(world: World, work: (server: TrackingServer) => Promise<T>): Promise<T> {
    const late = new AbortController();
    const done = new AbortController();
    const timer = world.clock.sleep(FIRST_REACH_MS, done.signal).then(() => late.abort());
    // Our own end is told by the work itself.
    timer.catch(() => undefined);
    try {
      return await this.patiently(world, FIRST_REACH_MS, work, AbortSignal.any([world.signal, late.signal]));
    } finally {
      done.abort();
    }
  }

  /** Waits until a create whose answer was lost must have landed, so that what it made can be found. */
  private async landed({ unsureSince }: Journal, world: World): Promise<void> {
    const until = unsureSince === null ? 0 : Date.parse(unsureSince) + LANDING_MS;
    const left = until - world.clock.now();
    if (left > 0) await world.clock.sleep(left);
  }

  private async patiently<T>(
    world: World,
    limitMs: number,
    work: (server: TrackingServer) => Promise<T>,
    signal: AbortSignal = world.signal,
  ): Promise<T> {
    const end = world.clock.now() + limitMs;
    const server = this.options.server.until(signal);
    for (;;) {
      try {
        return await work(server);
      } catch (error) {
        const again = error instanceof TrackingError && error.kind === "away" && world.clock.now() + PAUSE_MS < end;
        if (!again) throw error;
      }
      await world.clock.sleep(PAUSE_MS);
    }
  }

  private journal(job: JobPlan, world: Keeping): Promise<Journal> {
    const experiment = experimentOf(job, this.options.experiment);
    return readJournal(world.runs, job, `${this.options.address} ${experiment}`);
  }

  private save(job: JobPlan, world: Keeping, journal: Journal): Promise<void> {
    return writeJournal(world.runs, job, journal);
  }
}
