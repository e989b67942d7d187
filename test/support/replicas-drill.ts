import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { clusterStatus } from "../../local/cluster/index.ts";
import { testSite } from "./cluster.ts";
import { credentialOf, dataApiProgram, openDataLayer } from "./data-api-layer.ts";
import type { HBaseDrill } from "./hbase-drill.ts";
import type { SteadyReport } from "./steady-files.ts";

const NAME = "desk";
const ARGS = `
  replicas: 2, heapMiB: 256, drainSeconds: 20,
  users: [{ name: "alice", role: "admin" }, { name: "bob", role: "reader" }],
  tokens: [{ id: "loader", role: "writer" }],
`;

/** What an HTTP call was answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What makes `desk` in the program of a data layer; `more`: fields of the arguments, as TypeScript. */
export const deskProgram = (hbase: HBaseDrill, more = ""): string => dataApiProgram(hbase, NAME, `${ARGS} ${more}`);

/** A data API `desk` with two pods over a small HBase and HDFS, in a namespace of its own. */
export class ReplicasDrill {
  readonly hbase: HBaseDrill;
  /** Clients that call until they are told to stop: a test that fails tells them nothing. */
  readonly #clients = new Set<ChildProcess>();

  private constructor(hbase: HBaseDrill) {
    this.hbase = hbase;
  }

  static async open(namespace: string): Promise<ReplicasDrill> {
    return new ReplicasDrill(await openDataLayer(namespace));
  }

  /** On a data layer of another drill, whose program has `deskProgram` in it and which is closed with it. */
  static on(hbase: HBaseDrill): ReplicasDrill {
    return new ReplicasDrill(hbase);
  }

  /** `more`: fields of the arguments, as TypeScript. */
  async program(regionServers: number, more = ""): Promise<void> {
    await this.hbase.program(regionServers, deskProgram(this.hbase, more));
  }

  /** What was drawn for a user (`password-alice`) or a program (`token-loader`). */
  credential(key: string): Promise<string> {
    return credentialOf(this.hbase, NAME, key);
  }

  /** Where the Service is, for whoever is in the network of the node. */
  async url(): Promise<string> {
    const { bench, namespace } = this.hbase.hdfs;
    const { spec } = await bench.core.readNamespacedService({ name: NAME, namespace });
    return `http://${spec?.clusterIP ?? ""}:8000`;
  }

  /** Names of the pods that serve. */
  pods(): Promise<string[]> {
    return this.hbase.hdfs.bench.readyPods(this.hbase.hdfs.namespace, `app.kubernetes.io/instance=${NAME}`);
  }

  /** Asks for a pod to go as a drained node does. Throws where its budget forbids it. */
  async evict(name: string): Promise<void> {
    const { kubectl, namespace } = this.hbase.hdfs;
    const eviction = { apiVersion: "policy/v1", kind: "Eviction", metadata: { name, namespace } };
    const path = `/api/v1/namespaces/${namespace}/pods/${name}/eviction`;
    await kubectl.run(["create", "--raw", path, "--filename=-"], JSON.stringify(eviction));
  }

  /** One call through the Service. */
  async call(method: string, path: string, headers: Readonly<Record<string, string>> = {}, body?: string) {
    const script = `
      const [url, init] = JSON.parse(process.argv[1]);
      const answer = await fetch(url, init);
      const headers = Object.fromEntries(answer.headers);
      console.log(JSON.stringify({ status: answer.status, headers, body: await answer.text() }));`;
    const init = { method, headers, ...(body === undefined ? {} : { body }) };
    const words = ["--input-type=module", "--eval", script, JSON.stringify([`${await this.url()}${path}`, init])];
    const child = await inNode(words);
    const lines = await linesOf(child);
    return JSON.parse(lines.at(-1) ?? "{}") as Answered;
  }

  /** Whether a pod says that it reaches all that it stands on. */
  async isWell(): Promise<boolean> {
    const { body } = await this.call("GET", "/health");
    return (JSON.parse(body) as { status?: string }).status === "ok";
  }

  /** Calls all the time, half of it with a connection for each call, until the answer is called. */
  async steady(callers = 4, bytes = 20_000): Promise<() => Promise<SteadyReport>> {
    const wish = { url: await this.url(), token: await this.credential("token-loader"), callers, bytes };
    const child = await inNode([join(import.meta.dirname, "steady-files.ts"), JSON.stringify(wish)]);
    this.#clients.add(child);
    const lines = linesOf(child);
    lines.catch(() => undefined);
    return async () => {
      this.#clients.delete(child);
      child.kill("SIGTERM");
      return JSON.parse((await lines).at(-1) ?? "") as SteadyReport;
    };
  }

  close(): Promise<void> {
    for (const client of this.#clients) client.kill("SIGKILL");
    return this.hbase.close();
  }
}

/** Node in the network of the cluster's node, where Services are reached as pods reach them. */
async function inNode(words: readonly string[]): Promise<ChildProcess> {
  const status = await clusterStatus(testSite());
  if (status === undefined) throw new Error("the cluster of the tests does not run");
  const node = [process.execPath, "--disable-warning=ExperimentalWarning", ...words];
  return spawn("nsenter", [`--target=${status.pid}`, "--net", "--", ...node], { stdio: ["ignore", "pipe", "inherit"] });
}

async function linesOf(child: ChildProcess): Promise<readonly string[]> {
  const lines: string[] = [];
  if (child.stdout === null) throw new Error("its output was not taken");
  createInterface(child.stdout).on("line", (line) => lines.push(line));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`the client ended with ${String(code)}: ${lines.join("\n")}`);
  return lines;
}
