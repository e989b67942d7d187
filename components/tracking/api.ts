import type { z } from "zod";
import { TrackingError } from "./failures.ts";
import { answers, type Point, type RunStatus, trackedRun, type TrackedRun } from "./records.ts";
import { type Call, Transport, type TransportOptions } from "./transport.ts";

/** Name to value. */
export type Pairs = Readonly<Record<string, string>>;

/** What one log-batch may hold, by MLflow's own limits. */
const MAX_METRICS = 1000;
const MAX_PAIRS = 100;
const PAGE = 10_000;
/** How long a create whose answer was lost is looked for, and how often. */
const LANDING_MS = 60_000;
const LANDING_LOOK_MS = 5_000;

/** The part of MLflow's REST API that we use. Every call throws TrackingError; only creates are never sent twice. */
export class TrackingServer {
  private readonly transport: Transport;
  private readonly signal: AbortSignal | undefined;

  constructor(transport: Transport, signal?: AbortSignal) {
    this.transport = transport;
    this.signal = signal;
  }

  /** The same server, whose calls are broken off by `signal`. */
  until(signal: AbortSignal): TrackingServer {
    return new TrackingServer(this.transport, signal);
  }

  /** Id of the experiment, made where there is none. Throws where it was deleted. */
  async experimentId(name: string): Promise<string> {
    const known = await this.findExperiment(name);
    if (known !== undefined) return known;
    try {
      const made = await this.post(
        `create the experiment "${name}"`,
        "experiments/create",
        { name },
        answers.newExperiment,
      );
      return made.experiment_id;
    } catch (error) {
      if (!(error instanceof TrackingError) || error.kind !== "exists") throw error;
      return (await this.findExperiment(name)) ?? "";
    }
  }

  /** undefined where there is none. Throws where it was deleted. */
  async findExperiment(name: string): Promise<string | undefined> {
    const what = `look for the experiment "${name}"`;
    const query = `experiments/get-by-name?experiment_name=${encodeURIComponent(name)}`;
    const found = await absent(this.get(what, query, answers.experiment));
    if (found === undefined) return undefined;
    const { experiment_id, lifecycle_stage } = found.experiment;
    if (lifecycle_stage === "active") return experiment_id;
    throw new TrackingError("refused", `${what}: it was deleted; restore it in MLflow or name another one`);
  }

  /** The runs that carry a tag, oldest first. */
  async findRuns(experimentId: string, tag: { key: string; value: string }): Promise<readonly TrackedRun[]> {
    const filter = `tags.\`${tag.key}\` = '${tag.value}'`;
    const body = { experiment_ids: [experimentId], filter, run_view_type: "ACTIVE_ONLY", max_results: 100 };
    const { runs } = await this.post(`look for the run ${tag.value}`, "runs/search", body, answers.runs);
    const found = runs.map(trackedRun);
    return found.sort((a, b) => a.startMs - b.startMs || (a.id < b.id ? -1 : 1));
  }

  /** undefined where it is gone. */
  async findRun(id: string): Promise<TrackedRun | undefined> {
    const found = await absent(this.get(`read the run ${id}`, `runs/get?run_id=${id}`, answers.run));
    return found === undefined || found.run.info.lifecycle_stage !== "active" ? undefined : trackedRun(found.run);
  }

  async createRun(run: { experimentId: string; name: string; startMs: number; tags: Pairs }): Promise<TrackedRun> {
    const { experimentId: experiment_id, name: run_name, startMs: start_time, tags } = run;
    const body = { experiment_id, run_name, start_time, tags: listOf(tags) };
    return trackedRun((await this.post(`create the run "${run_name}"`, "runs/create", body, answers.run, false)).run);
  }

  async deleteRun(id: string): Promise<void> {
    await this.post(`delete the run ${id}`, "runs/delete", { run_id: id }, answers.nothing);
  }

  /** Sends in as many batches as it takes. A point that MLflow has already stays one point. */
  async log(runId: string, what: { metrics?: readonly Point[]; params?: Pairs; tags?: Pairs }): Promise<void> {
    const send = (body: object) =>
      this.post(`log to the run ${runId}`, "runs/log-batch", { run_id: runId, ...body }, answers.nothing);
    for (const params of chunks(listOf(what.params ?? {}), MAX_PAIRS)) await send({ params });
    for (const tags of chunks(listOf(what.tags ?? {}), MAX_PAIRS)) await send({ tags });
    for (const metrics of chunks(what.metrics ?? [], MAX_METRICS)) await send({ metrics });
  }

  async update(runId: string, status: RunStatus, endMs: number | undefined): Promise<void> {
    const body = { run_id: runId, status, ...(endMs === undefined ? {} : { end_time: endMs }) };
    await this.post(`set the run ${runId} to ${status}`, "runs/update", body, answers.nothing);
  }

  /** Every value that MLflow has of one metric. */
  async history(runId: string, key: string): Promise<readonly Point[]> {
    const points: Point[] = [];
    for (let token = ""; ;) {
      const page = token === "" ? "" : `&page_token=${encodeURIComponent(token)}`;
      const query = `metrics/get-history?run_id=${runId}&metric_key=${encodeURIComponent(key)}&max_results=${PAGE}${page}`;
      const answer = await this.get(`read ${key} of the run ${runId}`, query, answers.history);
      points.push(...answer.metrics);
      if (answer.next_page_token === undefined || answer.next_page_token === "") return points;
      token = answer.next_page_token;
    }
  }

  /** Makes the run's folder `path` a version of the registered model `name`, once, and gives that version the alias. */
  async registerModel(
    run: TrackedRun,
    model: { name: string; path: string; alias: string; tags: Pairs },
  ): Promise<string> {
    const { name, alias } = model;
    const what = `register the model "${name}"`;
    await exists(this.post(what, "registered-models/create", { name }, answers.nothing));
    const version = (await this.versionOf(name, run.id)) ?? (await this.newVersion(run, model));
    await this.post(what, "registered-models/alias", { name, alias, version }, answers.nothing);
    return version;
  }

  private async versionOf(name: string, runId: string): Promise<string | undefined> {
    const filter = encodeURIComponent(`name = '${name}' and run_id = '${runId}'`);
    const query = `model-versions/search?filter=${filter}`;
    const { model_versions } = await this.get(`look for versions of "${name}"`, query, answers.versions);
    const [oldest] = model_versions.map(({ version }) => version).sort((a, b) => Number(a) - Number(b));
    return oldest;
  }

  /** A create whose answer was lost may still land: it is waited for before another is sent, or there would be two. */
  private async newVersion(run: TrackedRun, model: { name: string; path: string; tags: Pairs }): Promise<string> {
    try {
      return await this.createVersion(run, model);
    } catch (error) {
      if (!(error instanceof TrackingError) || error.kind !== "away") throw error;
    }
    for (let waitedMs = 0; waitedMs < LANDING_MS; waitedMs += LANDING_LOOK_MS) {
      await this.transport.pause(LANDING_LOOK_MS, this.signal);
      const landed = await this.versionOf(model.name, run.id);
      if (landed !== undefined) return landed;
    }
    return this.createVersion(run, model);
  }

  private async createVersion(run: TrackedRun, model: { name: string; path: string; tags: Pairs }): Promise<string> {
    const { name, path, tags } = model;
    const body = { name, source: `${run.artifactUri}/${path}`, run_id: run.id, tags: listOf(tags) };
    const what = `create a version of "${name}"`;
    return (await this.post(what, "model-versions/create", body, answers.version, false)).model_version.version;
  }

  /** Sends one call of another part of the API. */
  send<T>(call: Omit<Call, "signal">, read: (response: Response) => Promise<T>): Promise<T> {
    return this.transport.send({ ...call, signal: this.signal }, read);
  }

  private get<T>(what: string, path: string, schema: z.ZodType<T>): Promise<T> {
    const call = { what, method: "GET", path: `/api/2.0/mlflow/${path}`, repeat: true } as const;
    return this.send(call, (response) => understood(what, response, schema));
  }

  private post<T>(what: string, path: string, body: object, schema: z.ZodType<T>, repeat = true): Promise<T> {
    const content = JSON.stringify(body);
    const asJson = async () => ({ content, type: "application/json" });
    const call = { what, method: "POST", path: `/api/2.0/mlflow/${path}`, repeat, body: asJson } as const;
    return this.send(call, (response) => understood(what, response, schema));
  }
}

export function createTrackingServer(options: TransportOptions): TrackingServer {
  return new TrackingServer(new Transport(options));
}

async function understood<T>(what: string, response: Response, schema: z.ZodType<T>): Promise<T> {
  const text = await response.text();
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new TrackingError("refused", `${what}: the answer is not understood; check that the address is MLflow's`);
  }
}

async function absent<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof TrackingError && error.kind === "absent") return undefined;
    throw error;
  }
}

async function exists(call: Promise<unknown>): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof TrackingError) || error.kind !== "exists") throw error;
  }
}

function listOf(pairs: Pairs): { key: string; value: string }[] {
  return Object.entries(pairs).map(([key, value]) => ({ key, value }));
}

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
