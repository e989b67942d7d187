import { resolve } from "node:path";
import { type Forward, openForward } from "../../components/kubernetes/forward.ts";
import { GroundBed, haveImages } from "./ground-bed.ts";
import type { Standing } from "./platform-drill.ts";
import type { PluginBed } from "./plugin-bed.ts";

const root = resolve(import.meta.dirname, "..", "..");

/** What a test may want otherwise of its platform. */
export interface PlatformWish {
  /** `rotation` of the databases' passwords. @default 1 */
  readonly rotation?: number;
  /** Days after which deleted runs are removed. @default 90 */
  readonly deletedDays?: number;
}

/**
 * Postgres and MLflow with two replicas, made by the real CLI in a namespace of the tests' cluster: the components as a stack
 * wires them. MLflow is named `track`, its databases `runs` and `users`, the server of databases `store`.
 */
export class PlatformBed {
  readonly bed: PluginBed;
  readonly standing: Standing;
  readonly #ground: GroundBed;

  private constructor(ground: GroundBed) {
    const { bed, kubectl, namespace } = ground;
    this.bed = bed;
    this.standing = { kubectl, namespace, store: "store", tracking: "track" };
    this.#ground = ground;
  }

  /** Builds what images are missing and makes an empty place; what an earlier test left in the namespace is removed. */
  static async open(namespace: string): Promise<PlatformBed> {
    await haveImages("postgres", "mlflow");
    return new PlatformBed(await GroundBed.open(namespace));
  }

  /** One `pulumi up` of the platform as it is wished now. */
  async up(wish: PlatformWish = {}): Promise<void> {
    await this.#ground.program(program(wish));
    await this.bed.up();
  }

  /** A port of this machine that leads to MLflow's Service. */
  forward(): Promise<Forward> {
    const { kubeconfig, context } = this.#ground.bench.cluster;
    return openForward({ kubeconfig, context }, { namespace: this.standing.namespace, service: "track", port: 5000 });
  }

  close(): Promise<void> {
    return this.#ground.close();
  }
}

const program = ({ rotation = 1, deletedDays = 90 }: PlatformWish): string => `
  import { MLflow } from "${root}/components/mlflow/index.ts";
  import { Postgres, PostgresDatabase } from "${root}/components/postgres/index.ts";
  const store = new Postgres("store", { namespace, image: imageOf("postgres"), storageGiB: 1 }, inside);
  const runs = new PostgresDatabase("runs", { server: store.link, rotation: ${rotation} }, inside);
  const users = new PostgresDatabase("users", { server: store.link, rotation: ${rotation} }, inside);
  const databases = { database: runs.owner, authDatabase: users.owner };
  const tracking = new MLflow("track", {
    namespace, image: imageOf("mlflow"), ...databases, artifactsGiB: 1, replicas: 2,
    retention: { deletedDays: ${deletedDays} },
  }, inside);
  export const url = tracking.link.url;
  export const controlUrl = tracking.link.controlUrl;
`;
