import { resolve } from "node:path";
import { resolveConnection } from "../runpod/connection.ts";
import { endJob } from "../runpod/run/end-job.ts";
import { observeJob } from "../runpod/run/observe-job.ts";
import { DetachedError, JobError } from "../runpod/run/outcome.ts";
import { runJob } from "../runpod/run/run-job.ts";
import type { World } from "../runpod/run/world.ts";
import type { RunpodService } from "../runpod/service.ts";
import type { JobInputs } from "./args.ts";
import type { Catalog } from "./candidates.ts";
import { CatalogReader } from "./catalog.ts";
import { watchCli } from "./cli-watch.ts";
import type { JobResult } from "./outputs.ts";
import type { JobPlan } from "./plan.ts";
import { ownerOf, serviceOf, type Station, worldForEnding, worldOf } from "./world.ts";

/** How a run ended for `up`: with what it came to, or with a message, and what there is to record. */
export type Ended =
  | { readonly ok: true; readonly result: JobResult }
  | { readonly ok: false; readonly message: string; readonly result: JobResult | undefined };

/** The outside world of a TrainingJob. */
export interface Backend {
  /** Prices and stock; undefined where RunPod does not say within `timeoutMs`. */
  catalog(candidates: JobInputs["candidates"], timeoutMs: number): Promise<Catalog | undefined>;
  /** Starts, adopts, continues or takes over the run, and stays with it as long as the plan says. */
  run(job: JobPlan): Promise<Ended>;
  /** What became of a run, without acting on it; `gone`: it is not finished and has no pod. Throws when nobody can say. */
  observe(job: JobPlan): Promise<JobResult | "gone">;
  /** Ends every pod of the job and proves it. What is gone is no failure. */
  end(job: JobPlan): Promise<void>;
}

/** The RunPod that the stack's configuration and this process's environment name. Throws where they name none. */
export function connectBackend(config: (key: string) => string | undefined): Backend {
  const { env } = process;
  const home = resolve(env["TRAINYARD_HOME"] ?? ".trainyard");
  const connection = resolveConnection({ config, env, home });
  const service = serviceOf(connection);
  const log = (line: string): void => void process.stdout.write(`${line}\n`);
  const owner = ownerOf(home, config("trainyard:owner"));
  return stationBackend({ connection, service, home, owner, signal: watchCli(), env, log });
}

/** A backend over what is connected already. */
export function stationBackend(station: Station): Backend {
  return worldsBackend({
    service: station.service,
    forRun: (job) => worldOf(station, job),
    forEnding: (job) => worldForEnding(station, job),
  });
}

/** The worlds that the jobs of one process act in. */
export interface Worlds {
  readonly service: Pick<RunpodService, "listGpus">;
  /** Throws where something that the run needs cannot be reached. */
  forRun(job: JobPlan): World;
  /** For looking and ending, with what can be reached. */
  forEnding(job: JobPlan): World;
}

/** A backend over worlds made elsewhere, such as simulated ones. */
export function worldsBackend(worlds: Worlds): Backend {
  const catalog = new CatalogReader(worlds.service);
  return {
    catalog: (candidates, timeoutMs) => catalog.read(candidates, timeoutMs),
    run: (job) => endedRun(job, worlds),
    observe: async (job) => {
      const { state, outcome } = await observeJob(job, worlds.forEnding(job));
      return state === "gone" || outcome === undefined ? "gone" : outcome;
    },
    end: async (job) => {
      await endJob(job, worlds.forEnding(job));
    },
  };
}

async function endedRun(job: JobPlan, worlds: Worlds): Promise<Ended> {
  try {
    return { ok: true, result: await runJob(job, worlds.forRun(job)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, message, result: recordable(error) };
  }
}

/** A run is recorded once a pod was made, or may have been: then the next `up` goes on with it and `down` ends it. */
function recordable(error: unknown): JobResult | undefined {
  if (!(error instanceof JobError || error instanceof DetachedError)) return undefined;
  const { outcome } = error;
  if (outcome === undefined) return undefined;
  const unsure = error instanceof JobError && ["unreachable", "not-gone", "local"].includes(error.kind);
  return unsure || outcome.podIds.length > 0 ? outcome : undefined;
}
