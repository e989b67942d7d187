import { request } from "node:http";

/** A run as MLflow answers it, as far as tests compare it. */
export interface FoundRun {
  readonly params: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly status: string;
  /** Content of the artifact `notes.txt`. */
  readonly notes: string;
}

interface Pair<Value> {
  readonly key: string;
  readonly value: Value;
}

/** MLflow's REST API as its documentation has it, so that a test does not lean on our own client. */
export class MLflowClient {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** Without a password it comes without any. */
  constructor(url: string, username: string, password?: string) {
    this.#url = url;
    const user = Buffer.from(`${username}:${password ?? ""}`).toString("base64");
    this.#headers = password === undefined ? {} : { authorization: `Basic ${user}` };
  }

  /** One call on a connection of its own. */
  call(method: string, path: string, body?: string | object) {
    const json = typeof body === "object";
    const type = json ? { "content-type": "application/json" } : {};
    const all = { ...this.#headers, ...type, connection: "close" };
    const content = json ? JSON.stringify(body) : body;
    return fetch(`${this.#url}/api/2.0/${path}`, { method, headers: all, ...(content && { body: content }) });
  }

  async #answer(method: string, path: string, body?: string | object): Promise<Record<string, unknown>> {
    const response = await this.call(method, path, body);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return JSON.parse((await response.text()) || "{}") as Record<string, unknown>;
  }

  /** Id of a finished run with one parameter, one metric and one artifact. */
  async recordRun(experiment: string, notes: string): Promise<string> {
    const { experiment_id } = await this.#answer("POST", "mlflow/experiments/create", { name: experiment });
    const made = await this.#answer("POST", "mlflow/runs/create", { experiment_id, start_time: 1 });
    const { info } = made["run"] as { info: { run_id: string } };
    const { run_id } = info;
    const params = [{ key: "seed", value: "7" }];
    const metrics = [{ key: "loss", value: 0.25, timestamp: 2, step: 1 }];
    await this.#answer("POST", "mlflow/runs/log-batch", { run_id, params, metrics });
    await this.#answer(
      "PUT",
      `mlflow-artifacts/artifacts/${String(experiment_id)}/${run_id}/artifacts/notes.txt`,
      notes,
    );
    await this.#answer("POST", "mlflow/runs/update", { run_id, status: "FINISHED", end_time: 3 });
    return run_id;
  }

  /** As a person deletes it: it can be brought back until garbage is collected. */
  async deleteRun(id: string): Promise<void> {
    await this.#answer("POST", "mlflow/runs/delete", { run_id: id });
  }

  async findRun(id: string): Promise<FoundRun> {
    const { run } = (await this.#answer("GET", `mlflow/runs/get?run_id=${id}`)) as {
      run: {
        info: { status: string; artifact_uri: string };
        data: { params: readonly Pair<string>[]; metrics: readonly Pair<number>[] };
      };
    };
    const place = run.info.artifact_uri.replace("mlflow-artifacts:/", "");
    const file = await this.call("GET", `mlflow-artifacts/artifacts/${place}/notes.txt`);
    return {
      params: Object.fromEntries(run.data.params.map(({ key, value }) => [key, value])),
      metrics: Object.fromEntries(run.data.metrics.map(({ key, value }) => [key, value])),
      status: run.info.status,
      notes: file.ok ? await file.text() : `no artifact: ${file.status}`,
    };
  }
}

/** Status of a GET that asks for the server under another name, which `fetch` cannot do. */
export function statusUnder(host: string, url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}
