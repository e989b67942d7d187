import { CoreV1Api, KubeConfig } from "@kubernetes/client-node";
import { z } from "zod";

/** The cluster of a stack under test, as a person with its kubeconfig sees it. */
export class StackCluster {
  readonly #core: CoreV1Api;
  readonly #namespace: string;

  constructor(kubeconfig: string, namespace: string) {
    const config = new KubeConfig();
    config.loadFromFile(kubeconfig);
    this.#core = config.makeApiClient(CoreV1Api);
    this.#namespace = namespace;
  }

  /** Names of the pods whose name begins with `prefix` and that are not ended. */
  async pods(prefix: string): Promise<string[]> {
    const { items } = await this.#core.listNamespacedPod({ namespace: this.#namespace });
    const living = items.filter(({ status }) => status?.phase !== "Succeeded" && status?.phase !== "Failed");
    return living.flatMap(({ metadata }) => (metadata?.name?.startsWith(prefix) === true ? [metadata.name] : []));
  }

  /** Ends a pod at once, as a lost machine does. */
  async kill(name: string): Promise<void> {
    await this.#core.deleteNamespacedPod({ name, namespace: this.#namespace, gracePeriodSeconds: 0 });
  }

  /** A value of a Secret. */
  async secret(name: string, key: string): Promise<string> {
    const { data } = await this.#core.readNamespacedSecret({ name, namespace: this.#namespace });
    return Buffer.from(data?.[key] ?? "", "base64").toString("utf8");
  }

  async namespaces(): Promise<string[]> {
    return (await this.#core.listNamespace()).items.map(({ metadata }) => metadata?.name ?? "");
  }
}

const pairs = z.array(z.looseObject({ key: z.string(), value: z.unknown() })).default([]);
const runShape = z.object({
  run: z.looseObject({
    info: z.looseObject({ status: z.string() }),
    data: z.looseObject({ metrics: pairs, params: pairs, tags: pairs }),
  }),
});
const historyShape = z.object({ metrics: z.array(z.looseObject({ step: z.coerce.number() })).default([]) });

/** A run as MLflow's own API tells it. */
export class MlflowRun {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #id: string;

  constructor(url: string, password: string, id: string) {
    this.#url = url;
    this.#headers = { authorization: `Basic ${Buffer.from(`admin:${password}`).toString("base64")}` };
    this.#id = id;
  }

  /** Status, and metrics, parameters and tags by name. */
  async read() {
    const { run } = runShape.parse(await this.#get(`runs/get?run_id=${this.#id}`));
    const { metrics, params, tags } = run.data;
    const named = (list: z.infer<typeof pairs>) => Object.fromEntries(list.map(({ key, value }) => [key, value]));
    return { status: run.info.status, metrics: named(metrics), params: named(params), tags: named(tags) };
  }

  /** Steps at which a metric was told, in their order. */
  async steps(metric: string): Promise<number[]> {
    const path = `metrics/get-history?run_id=${this.#id}&metric_key=${encodeURIComponent(metric)}`;
    return historyShape.parse(await this.#get(path)).metrics.map(({ step }) => step);
  }

  async #get(path: string): Promise<unknown> {
    const answer = await fetch(`${this.#url}/api/2.0/mlflow/${path}`, { headers: this.#headers });
    if (!answer.ok) throw new Error(`MLflow answered ${answer.status} to ${path}: ${await answer.text()}`);
    return answer.json();
  }
}
