import { type Forward, openForward } from "../../components/kubernetes/forward.ts";
import { until } from "./cluster.ts";
import { DataApiClient, type RoleTokens } from "./data-api-client.ts";
import { credentialOf, dataApiProgram, openDataLayer } from "./data-api-layer.ts";
import type { HBaseDrill } from "./hbase-drill.ts";

const NAME = "gateway";
const TOKENS = `tokens: [
  { id: "reader", role: "reader" }, { id: "writer", role: "writer" }, { id: "admin", role: "admin" },
  { id: "expired", role: "admin", expiresAt: "2026-01-01T00:00:00Z" },
]`;

/** The data API `gateway` on a data layer of its own, in a test's namespace, and a client of it. */
export class DataApiDrill {
  readonly hbase: HBaseDrill;
  readonly client: DataApiClient;
  /** What the program makes on the data layer. */
  readonly #body: string;
  readonly #forward: Forward;

  private constructor(hbase: HBaseDrill, body: string, reached: { forward: Forward; client: DataApiClient }) {
    this.hbase = hbase;
    this.client = reached.client;
    this.#body = body;
    this.#forward = reached.forward;
  }

  /**
   * From nothing to a first answer. `more` are further arguments of the component, `beside` is what else the program makes,
   * `dataNodes` how many HDFS has.
   */
  static async open(
    namespace: string,
    more = "",
    beside: (hbase: HBaseDrill) => string = () => "",
    dataNodes = 2,
  ): Promise<DataApiDrill> {
    const hbase = await openDataLayer(namespace);
    try {
      const body = dataApiProgram(hbase, NAME, `heapMiB: 320, ${TOKENS}, ${more}`) + beside(hbase);
      await hbase.program(1, body, { dataNodes });
      await hbase.hdfs.bed.up();
      return await DataApiDrill.#reach(hbase, body);
    } catch (error) {
      await hbase.close();
      throw error;
    }
  }

  /** Writes the program with so many DataNodes, and so many copies of each file, for the next update. */
  async resize(dataNodes: number, replication = 2): Promise<void> {
    await this.hbase.program(1, this.#body, { dataNodes, replication });
  }

  static async #reach(hbase: HBaseDrill, body: string): Promise<DataApiDrill> {
    const { namespace } = hbase.hdfs;
    const { kubeconfig, context } = hbase.hdfs.bench.cluster;
    const forward = await openForward({ kubeconfig, context }, { namespace, service: NAME, port: 8000 });
    await until(
      "the data layer is reached",
      async () => {
        const health = await (await fetch(`${forward.url}/health`)).text();
        if ((JSON.parse(health) as { status: string }).status === "ok") return true;
        throw new Error(health);
      },
      300,
    );
    const client = await DataApiClient.open(forward.url, await tokens(hbase));
    return new DataApiDrill(hbase, body, { forward, client });
  }

  async close(): Promise<void> {
    await this.#forward.close();
    await this.hbase.close();
  }
}

async function tokens(hbase: HBaseDrill): Promise<RoleTokens> {
  const token = (id: string) => credentialOf(hbase, NAME, `token-${id}`);
  return {
    reader: await token("reader"),
    writer: await token("writer"),
    admin: await token("admin"),
    expired: await token("expired"),
  };
}
