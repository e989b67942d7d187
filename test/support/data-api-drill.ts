import { resolve } from "node:path";
import { locate } from "../../cli/context.ts";
import { ensureEngine } from "../../cli/engine/index.ts";
import { ensureImage } from "../../cli/images/index.ts";
import { ownImage } from "../../cli/images/own-image.ts";
import { type Forward, openForward } from "../../components/kubernetes/forward.ts";
import { until } from "./cluster.ts";
import { DataApiClient, type RoleTokens } from "./data-api-client.ts";
import { HBaseDrill } from "./hbase-drill.ts";

const root = resolve(import.meta.dirname, "..", "..");
const site = { ...locate(root, process.env), env: process.env };

/** The data API `gateway` on a data layer of its own, in a test's namespace, and a client of it. */
export class DataApiDrill {
  readonly hbase: HBaseDrill;
  readonly #forward: Forward;
  readonly client: DataApiClient;

  private constructor(hbase: HBaseDrill, forward: Forward, client: DataApiClient) {
    this.hbase = hbase;
    this.#forward = forward;
    this.client = client;
  }

  /** From nothing to a first answer. `more` are further arguments of the component. */
  static async open(namespace: string, more = ""): Promise<DataApiDrill> {
    const engine = await ensureEngine(site, () => undefined);
    await ensureImage(engine, ownImage(site, "data-api"), site, () => undefined);
    const hbase = await HBaseDrill.open(namespace);
    try {
      return await DataApiDrill.#start(hbase, namespace, more);
    } catch (error) {
      await hbase.close();
      throw error;
    }
  }

  static async #start(hbase: HBaseDrill, namespace: string, more: string): Promise<DataApiDrill> {
    await hbase.program(1, program(hbase.hdfs.bench.cluster.registry, more));
    await hbase.hdfs.bed.up();
    const { kubeconfig, context } = hbase.hdfs.bench.cluster;
    const forward = await openForward({ kubeconfig, context }, { namespace, service: "gateway", port: 8000 });
    await until(
      "the data layer is reached",
      async () => {
        const health = await (await fetch(`${forward.url}/health`)).text();
        if ((JSON.parse(health) as { status: string }).status === "ok") return true;
        throw new Error(health);
      },
      300,
    );
    return new DataApiDrill(hbase, forward, await DataApiClient.open(forward.url, await tokens(hbase, namespace)));
  }

  async close(): Promise<void> {
    await this.#forward.close();
    await this.hbase.close();
  }
}

const program = (registry: string, more: string) => `
  const { DataApi } = await import("${root}/components/data-api/index.ts");
  const service = new Image("data-api", { source: "data-api", base: base.link, registry: "${registry}" }, engine).link.reference;
  new DataApi("gateway", {
    namespace, image: service, hdfs: lake.link, hbase: herd.link, zookeeper, heapMiB: 320,
    tokens: [
      { id: "reader", role: "reader" }, { id: "writer", role: "writer" }, { id: "admin", role: "admin" },
      { id: "expired", role: "admin", expiresAt: "2026-01-01T00:00:00Z" },
    ], ${more}
  }, inside);
`;

async function tokens(hbase: HBaseDrill, namespace: string): Promise<RoleTokens> {
  const { data } = await hbase.hdfs.bench.core.readNamespacedSecret({ name: "gateway-credentials", namespace });
  const token = (id: string) => Buffer.from(data?.[`token-${id}`] ?? "", "base64").toString();
  return { reader: token("reader"), writer: token("writer"), admin: token("admin"), expired: token("expired") };
}
