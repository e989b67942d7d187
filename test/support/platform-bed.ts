import { cp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { locate } from "../../cli/context.ts";
import { ensureEngine } from "../../cli/engine/index.ts";
import { ensureImage } from "../../cli/images/index.ts";
import { ownImage } from "../../cli/images/own-image.ts";
import { type Forward, openForward } from "../../components/kubernetes/forward.ts";
import { binaryFolders } from "../../local/cluster/binaries.ts";
import { type Bench, testCluster } from "./cluster.ts";
import { Kubectl } from "./kubectl.ts";
import type { Standing } from "./platform-drill.ts";
import { PluginBed } from "./plugin-bed.ts";

const root = resolve(import.meta.dirname, "..", "..");
const site = { ...locate(root, process.env), env: process.env };

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
  readonly bench: Bench;
  readonly bed: PluginBed;
  readonly standing: Standing;

  private constructor(bench: Bench, bed: PluginBed, standing: Standing) {
    this.bench = bench;
    this.bed = bed;
    this.standing = standing;
  }

  /** Builds what images are missing and makes an empty place; what an earlier test left in the namespace is removed. */
  static async open(namespace: string): Promise<PlatformBed> {
    const engine = await ensureEngine(site, () => undefined);
    for (const name of ["postgres", "mlflow"] as const)
      await ensureImage(engine, ownImage(site, name), site, () => undefined);
    const bench = await testCluster();
    await bench.removeNamespace(namespace);
    const { kubernetes } = await binaryFolders(site);
    const kubectl = new Kubectl(join(kubernetes, "kubectl"), bench.cluster.kubeconfig);
    const bed = await PluginBed.open(["@pulumi/docker", "@pulumi/kubernetes", "@pulumi/pulumi", "@pulumi/random"]);
    await cp(join(root, "images"), join(bed.folder, "images"), { recursive: true }); // the build context is the project
    return new PlatformBed(bench, bed, { kubectl, namespace, store: "store", tracking: "track" });
  }

  /** One `pulumi up` of the platform as it is wished now. */
  async up(wish: PlatformWish = {}): Promise<void> {
    await this.bed.program(program(this.bench, this.standing.namespace, wish));
    await this.bed.up();
  }

  /** A port of this machine that leads to MLflow's Service. */
  forward(): Promise<Forward> {
    const { kubeconfig, context } = this.bench.cluster;
    return openForward({ kubeconfig, context }, { namespace: this.standing.namespace, service: "track", port: 5000 });
  }

  async close(): Promise<void> {
    await this.bed.close();
    await this.bench.removeNamespace(this.standing.namespace);
  }
}

const program = ({ cluster }: Bench, namespace: string, { rotation = 1, deletedDays = 90 }: PlatformWish): string => `
  import { Image } from "${root}/components/image/index.ts";
  import * as docker from "${root}/components/lib/docker.ts";
  import * as k8s from "${root}/components/lib/kubernetes.ts";
  import { restrictedNamespace as labels } from "${root}/components/lib/security.ts";
  import { MLflow } from "${root}/components/mlflow/index.ts";
  import { NetworkPolicies } from "${root}/components/network-policy/index.ts";
  import { Postgres, PostgresDatabase } from "${root}/components/postgres/index.ts";
  const engine = { providers: [new docker.Provider("engine", { host: process.env["DOCKER_HOST"] })] };
  const registry = "${cluster.registry}";
  const base = new Image("base", { source: "base" }, engine);
  const image = (source: "postgres" | "mlflow") =>
    new Image(source, { source, base: base.link, registry }, engine).link.reference;
  const provider = new k8s.Provider("cluster", {
    kubeconfig: "${cluster.kubeconfig}", context: "${cluster.context}",
    enableConfigMapMutable: true, enableSecretMutable: true,
  });
  const inside = { providers: [provider] };
  const place = new k8s.Namespace("place", { metadata: { name: "${namespace}", labels } }, { provider });
  const namespace = place.metadata.name;
  new NetworkPolicies("walls", { namespace }, inside);
  const store = new Postgres("store", { namespace, image: image("postgres"), storageGiB: 1 }, inside);
  const runs = new PostgresDatabase("runs", { server: store.link, rotation: ${rotation} }, inside);
  const users = new PostgresDatabase("users", { server: store.link, rotation: ${rotation} }, inside);
  const databases = { database: runs.owner, authDatabase: users.owner };
  const tracking = new MLflow("track", {
    namespace, image: image("mlflow"), ...databases, artifactsGiB: 1, replicas: 2,
    retention: { deletedDays: ${deletedDays} },
  }, inside);
  export const url = tracking.link.url;
  export const controlUrl = tracking.link.controlUrl;
`;
