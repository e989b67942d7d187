import type { SimulatedClock } from "./simulated-clock.ts";

/** What happens to a request: lost before or after its effect, refused with a status before or after it, or answered late. */
export type MlflowFault =
  | { readonly kind: "drop"; readonly phase: "before" | "after" }
  | { readonly kind: "status"; readonly status: number; readonly phase: "before" | "after" }
  | { readonly kind: "slow"; readonly seconds: number };

export interface MetricValue {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}

export interface SimulatedRun {
  readonly id: string;
  readonly experiment: string;
  readonly startMs: number;
  status: string;
  endMs: number | undefined;
  deleted: boolean;
  readonly tags: Map<string, string>;
  readonly params: Map<string, string>;
  readonly metrics: MetricValue[];
}

type Body = Readonly<Record<string, unknown>>;
interface Pair {
  readonly key: string;
  readonly value: string;
}

export const MLFLOW_USER = "yard";
export const MLFLOW_PASSWORD = "a password that nobody may see";

/** A model of the part of MLflow's REST API that runs are recorded through, in memory, with faults. It keeps MLflow's own rules. */
export class SimulatedMlflow {
  readonly runs: SimulatedRun[] = [];
  readonly files = new Map<string, string>();
  readonly models = new Map<
    string,
    { versions: { version: string; runId: string; source: string }[]; alias?: string }
  >();
  readonly experiments: string[] = [];
  /** Where runs keep their files: behind the server's proxy, or elsewhere as `s3://bucket`. */
  store = "mlflow-artifacts:";
  /** `POST runs/create`, one for each request that arrived. */
  readonly requests: string[] = [];
  /** Asked for every request; the number counts from 0. */
  fault: (what: string, at: number) => MlflowFault | undefined = () => undefined;
  private readonly clock: SimulatedClock;

  constructor(clock: SimulatedClock) {
    this.clock = clock;
  }

  readonly fetch = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const what = `${request.method} ${pathname.replace(/^\/api\/2\.0\/(mlflow\/)?/, "").replace(/artifacts\/.*/, "artifacts")}`;
    const fault = this.fault(what, this.requests.length);
    this.requests.push(what);
    // What was asked for happens in the end, also where nobody waits for it any more.
    if (fault?.kind === "slow") await this.clock.sleep(fault.seconds * 1000);
    const isEarly = fault !== undefined && fault.kind !== "slow" && fault.phase === "before";
    const answer = isEarly ? undefined : await this.answer(request);
    if (fault?.kind === "drop") throw new TypeError("fetch failed", { cause: new Error("other side closed") });
    if (fault?.kind === "status")
      return json(fault.status, { error_code: "TEMPORARILY_UNAVAILABLE", message: "later" });
    return answer ?? json(500, {});
  };

  private async answer(request: Request): Promise<Response> {
    const expected = `Basic ${Buffer.from(`${MLFLOW_USER}:${MLFLOW_PASSWORD}`).toString("base64")}`;
    if (request.headers.get("authorization") !== expected) return new Response("not authenticated", { status: 401 });
    const { pathname, searchParams } = new URL(request.url);
    const artifact = /^\/api\/2\.0\/mlflow-artifacts\/artifacts\/(.*)$/.exec(pathname)?.[1];
    if (artifact !== undefined) return this.artifact(request, decodeURIComponent(artifact));
    const path = pathname.replace("/api/2.0/mlflow/", "");
    const body = request.method === "GET" ? Object.fromEntries(searchParams) : ((await request.json()) as Body);
    return this.call(`${request.method} ${path}`, body);
  }

  private async artifact(request: Request, path: string): Promise<Response> {
    if (path.includes("#")) return json(400, { error_code: "INVALID_PARAMETER_VALUE", message: "Invalid path" });
    if (request.method === "PUT") {
      this.files.set(path, await request.text());
      return new Response("");
    }
    const text = this.files.get(path);
    return text === undefined ? missing(`No such artifact: '${path}'`) : new Response(text);
  }

  private call(what: string, body: Body): Response {
    switch (what) {
      case "GET experiments/get-by-name": {
        const at = this.experiments.indexOf(String(body["experiment_name"]));
        if (at < 0) return missing("Could not find experiment");
        return json(200, { experiment: { experiment_id: String(at + 1), lifecycle_stage: "active" } });
      }
      case "POST experiments/create":
        if (this.experiments.includes(String(body["name"]))) return exists();
        return json(200, { experiment_id: String(this.experiments.push(String(body["name"]))) });
      case "POST runs/search": {
        const [, key = "", value = ""] = /`(.+)` = '(.+)'/.exec(String(body["filter"])) ?? [];
        const ids = body["experiment_ids"] as string[];
        const found = this.runs.filter((run) => ids.includes(run.experiment) && run.tags.get(key) === value);
        return json(200, { runs: found.filter((run) => !run.deleted).map((run) => this.json(run)) });
      }
      case "POST runs/create":
        return json(200, { run: this.json(this.create(body)) });
      case "GET model-versions/search":
        return this.searchVersions(String(body["filter"]));
      case "POST registered-models/create":
        if (this.models.has(String(body["name"]))) return exists();
        this.models.set(String(body["name"]), { versions: [] });
        return json(200, {});
      case "POST model-versions/create":
        return this.createVersion(body);
      case "POST registered-models/alias": {
        const model = this.models.get(String(body["name"]));
        if (model === undefined) return missing("no such model");
        model.alias = String(body["version"]);
        return json(200, {});
      }
    }
    const run = this.runs.find((one) => one.id === body["run_id"]);
    return run === undefined ? missing("Run not found") : this.ofRun(what, run, body);
  }

  private json(run: SimulatedRun): object {
    return runJson(run, `${this.store}/${run.experiment}/${run.id}/artifacts`);
  }

  private create(body: Body): SimulatedRun {
    const run: SimulatedRun = {
      ...{ id: `run${this.runs.length + 1}`, experiment: String(body["experiment_id"]), status: "RUNNING" },
      ...{ startMs: Number(body["start_time"]), endMs: undefined, deleted: false, params: new Map(), metrics: [] },
      tags: new Map((body["tags"] as Pair[]).map(({ key, value }) => [key, value])),
    };
    this.runs.push(run);
    return run;
  }

  private ofRun(what: string, run: SimulatedRun, body: Body): Response {
    switch (what) {
      case "GET runs/get":
        return json(200, { run: this.json(run) });
      case "POST runs/delete":
        run.deleted = true;
        return json(200, {});
      case "POST runs/update":
        run.status = String(body["status"]);
        run.endMs = body["end_time"] === undefined ? run.endMs : Number(body["end_time"]);
        return json(200, { run_info: {} });
      case "POST runs/log-batch":
        return this.log(run, body);
      case "GET metrics/get-history":
        return json(200, { metrics: run.metrics.filter((one) => one.key === body["metric_key"]) });
      default:
        return missing(`no route ${what}`);
    }
  }

  /** A parameter never changes; a point that is there already stays one point. */
  private log(run: SimulatedRun, body: Body): Response {
    const params = read(body["params"] as Pair[], ({ value }) => value.isWellFormed());
    const tags = read(body["tags"] as Pair[], ({ value }) => value.isWellFormed());
    const metrics = read(body["metrics"] as MetricValue[], ({ step }) => Number.isSafeInteger(step));
    const named = [...params, ...tags, ...metrics];
    if (!named.every(({ key }) => isName(key)))
      return json(400, { error_code: "INVALID_PARAMETER_VALUE", message: "Names must not resolve to other names." });
    if (params.some(({ key, value }) => (run.params.get(key) ?? value) !== value))
      return json(400, { error_code: "INVALID_PARAMETER_VALUE", message: "Changing param values is not allowed." });
    for (const { key, value } of params) run.params.set(key, value);
    for (const { key, value } of tags) run.tags.set(key, value);
    for (const point of metrics)
      if (!run.metrics.some((one) => JSON.stringify(one) === JSON.stringify(point))) run.metrics.push(point);
    return json(200, {});
  }

  private searchVersions(filter: string): Response {
    const [, name = "", runId = ""] = /name = '(.+)' and run_id = '(.+)'/.exec(filter) ?? [];
    const versions = this.models.get(name)?.versions.filter((one) => one.runId === runId) ?? [];
    return json(200, { model_versions: versions.map(({ version }) => ({ version, run_id: runId })) });
  }

  private createVersion(body: Body): Response {
    const model = this.models.get(String(body["name"]));
    if (model === undefined) return missing("no such model");
    const version = String(model.versions.length + 1);
    model.versions.push({ version, runId: String(body["run_id"]), source: String(body["source"]) });
    return json(200, { model_version: { version } });
  }
}

/** MLflow's parser stops at what it cannot read, and the call succeeds without that and all that follows. */
function read<T>(list: readonly T[] | undefined, canRead: (one: T) => boolean): readonly T[] {
  const end = list?.findIndex((one) => !canRead(one)) ?? -1;
  return end < 0 ? (list ?? []) : (list ?? []).slice(0, end);
}

/** Names are paths, and must be the shortest way to write themselves. */
function isName(name: string): boolean {
  const isPath = name.split("/").every((part) => part !== "" && part !== "." && part !== "..");
  return isPath && name.length <= 250 && !name.startsWith("..") && /^[/\w.\- :]+$/.test(name);
}

function runJson(run: SimulatedRun, artifactUri: string): object {
  const latest = new Map(run.metrics.map((point) => [point.key, point]));
  const pairs = (map: ReadonlyMap<string, string>) => [...map].map(([key, value]) => ({ key, value }));
  return {
    info: {
      ...{ run_id: run.id, experiment_id: run.experiment, status: run.status, start_time: run.startMs },
      ...{ artifact_uri: artifactUri, lifecycle_stage: run.deleted ? "deleted" : "active" },
    },
    data: { tags: pairs(run.tags), params: pairs(run.params), metrics: [...latest.values()] },
  };
}

function json(status: number, body: object): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

const missing = (message: string) => json(404, { error_code: "RESOURCE_DOES_NOT_EXIST", message });
const exists = () => json(400, { error_code: "RESOURCE_ALREADY_EXISTS", message: "it exists already" });
