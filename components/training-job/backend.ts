import { resolve } from "node:path";
import { kubeAccess } from "../lib/kube-access.ts";
import { resolveConnection } from "../runpod/connection.ts";
import { ownerOf } from "../runpod/owner.ts";
import type { Left } from "../ledger/keeper.ts";
import type { World } from "../runpod/run/world.ts";
import type { RunpodService } from "../runpod/service.ts";
import type { JobInputs } from "./args.ts";
import type { Catalog } from "./candidates.ts";
import { CatalogReader } from "./catalog.ts";
import { type Asked, foretell } from "./foretell.ts";
import { watchCli } from "../runpod/cli-watch.ts";
import type { JobResult } from "./outputs.ts";
import type { JobPlan } from "./plan.ts";
import { serviceOf, type Station } from "./station.ts";

/** How a run ended for `up`: with what it came to, or with a message, and what there is to record. */
export type Ended =
  | { readonly ok: true; readonly result: JobResult }
  | { readonly ok: false; readonly message: string; readonly result: JobResult | undefined };

/** What the records of a run were told; undefined for a record that it has not. */
export type Retold = Pick<JobResult, "tracking" | "charged">;

/** The outside world of a TrainingJob. */
export interface Backend {
  /** Prices and stock; undefined where RunPod does not say within `timeoutMs`. */
  catalog(candidates: JobInputs["candidates"], timeoutMs: number): Promise<Catalog | undefined>;
  /** Starts, adopts, continues or takes over the run, and stays with it as long as the plan says. */
  run(job: JobPlan): Promise<Ended>;
  /**
   * What became of a run, without acting on it; `gone`: it is not finished and has no pod; `unrecorded`: a pod of it lives, of
   * which nothing is kept here. Throws when nobody can say.
   */
  observe(job: JobPlan): Promise<JobResult | "gone" | "unrecorded">;
  /** Ends every pod of the job and proves it. What is gone is no failure. */
  end(job: JobPlan): Promise<void>;
  /** Tells the records of a job's links what they lack; starts nothing. Never throws for a server away. */
  retell?(job: JobPlan): Promise<Retold>;
  /** For a preview: says what the records know of a run (undefined: not known yet), and what could not be asked. Never throws. */
  foretell?(asked: Asked, job: JobPlan | undefined, timeoutMs: number): Promise<void>;
}

/** The RunPod that the stack's configuration and this process's environment name. Throws where they name none. */
export function connectBackend(config: (key: string) => string | undefined): Backend {
  const { env } = process;
  const home = resolve(env["TRAINYARD_HOME"] ?? ".trainyard");
  const connection = resolveConnection({ config, env, home });
  const service = serviceOf(connection);
  const log = (line: string): void => void process.stdout.write(`${line}\n`);
  const owner = ownerOf(home, config("trainyard:owner"));
  const access = kubeAccess(config("trainyard:kubernetes"), config("trainyard:kubeconfig"));
  return stationBackend({ connection, service, home, owner, signal: watchCli(), env, access, log });
}

/** A backend over what is connected already. What runs a job is loaded when one is run: a preview only asks for prices. */
export function stationBackend(station: Station): Backend {
  const worlds = () => import("./world.ts");
  return worldsBackend({
    service: station.service,
    forRun: async (job) => (await worlds()).worldOf(station, job),
    forEnding: async (job) => (await worlds()).worldForEnding(station, job),
    isFinished: async (job) => (await worlds()).trackerOf(station, job)?.isFinished(job),
    left: async (job) => (await worlds()).keeperOf(station, job)?.left(job),
    log: (line) => station.log(line),
  });
}

/** The worlds that the jobs of one process act in. */
export interface Worlds {
  readonly service: Pick<RunpodService, "listGpus">;
  /** Throws where something that the run needs cannot be reached. */
  forRun(job: JobPlan): World | Promise<World>;
  /** For looking and ending, with what can be reached. */
  forEnding(job: JobPlan): World | Promise<World>;
  /** Whether the record of a job's link knows the run as finished; undefined without a link. Throws where it does not answer. */
  isFinished?(job: JobPlan): Promise<boolean | undefined>;
  /** What other runs leave of a job's budget; undefined without one. Throws where its ledger does not answer. */
  left?(job: JobPlan): Promise<Left | undefined>;
  log?(line: string): void;
}

/** A backend over worlds made elsewhere, such as simulated ones. */
export function worldsBackend(worlds: Worlds): Backend {
  const catalog = new CatalogReader(worlds.service);
  const runs = () => import("./runs.ts");
  return {
    catalog: (candidates, timeoutMs) => catalog.read(candidates, timeoutMs),
    run: async (job) => (await runs()).endedRun(job, worlds),
    observe: async (job) => (await runs()).observedRun(job, worlds),
    end: async (job) => (await runs()).endRun(job, worlds),
    retell: async (job) => (await runs()).retoldRun(job, worlds),
    foretell: (asked, job, timeoutMs) => foretell(asked, job, worlds, timeoutMs),
  };
}
