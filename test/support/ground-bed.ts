import { cp } from "node:fs/promises";
import { join, resolve } from "node:path";
import { locate } from "../../cli/context.ts";
import { ensureEngine } from "../../cli/engine/index.ts";
import { ensureImage } from "../../cli/images/index.ts";
import { ownImage } from "../../cli/images/own-image.ts";
import type { ImageName } from "../../components/lib/images.ts";
import { binaryFolders } from "../../local/cluster/binaries.ts";
import { type Bench, testCluster } from "./cluster.ts";
import { Kubectl } from "./kubectl.ts";
import { PluginBed } from "./plugin-bed.ts";

const root = resolve(import.meta.dirname, "..", "..");
const site = { ...locate(root, process.env), env: process.env };

/** Builds images of ours that are missing. */
export async function haveImages(...names: readonly ImageName[]): Promise<void> {
  const engine = await ensureEngine(site, () => undefined);
  for (const name of names) await ensureImage(engine, ownImage(site, name), site, () => undefined);
}

/** A namespace of the tests' cluster, made by a Pulumi program as a stack makes its own. */
export class GroundBed {
  readonly bench: Bench;
  readonly bed: PluginBed;
  readonly kubectl: Kubectl;
  readonly namespace: string;

  private constructor(bench: Bench, bed: PluginBed, kubectl: Kubectl, namespace: string) {
    this.bench = bench;
    this.bed = bed;
    this.kubectl = kubectl;
    this.namespace = namespace;
  }

  /** With nothing in the namespace: what an earlier test left there is removed. */
  static async open(namespace: string): Promise<GroundBed> {
    const bench = await testCluster();
    await bench.removeNamespace(namespace);
    const { kubernetes } = await binaryFolders(site);
    const kubectl = new Kubectl(join(kubernetes, "kubectl"), bench.cluster.kubeconfig);
    const bed = await PluginBed.open(["@pulumi/docker", "@pulumi/kubernetes", "@pulumi/pulumi", "@pulumi/random"]);
    // The build context of images is the project.
    for (const folder of ["images", "services"])
      await cp(join(root, folder), join(bed.folder, folder), { recursive: true });
    return new GroundBed(bench, bed, kubectl, namespace);
  }

  async close(): Promise<void> {
    await this.bed.close();
    await this.bench.removeNamespace(this.namespace);
  }

  /**
   * Replaces the program: a namespace that enforces `restricted`, behind walls, and what `body` makes in it. The body has
   * `namespace`, the options `inside` and `engine`, and `imageOf(source)`: the reference of an image of ours.
   */
  program(body: string): Promise<void> {
    const { kubeconfig, context, registry } = this.bench.cluster;
    return this.bed.program(`
      import { Image } from "${root}/components/image/index.ts";
      import * as docker from "${root}/components/lib/docker.ts";
      import * as k8s from "${root}/components/lib/kubernetes.ts";
      import { restrictedNamespace as labels } from "${root}/components/lib/security.ts";
      import { NetworkPolicies } from "${root}/components/network-policy/index.ts";
      const engine = { providers: [new docker.Provider("engine", { host: process.env["DOCKER_HOST"] })] };
      const base = new Image("base", { source: "base" }, engine);
      const imageOf = (source: "hbase" | "hdfs" | "mlflow" | "postgres") =>
        new Image(source, { source, base: base.link, registry: "${registry}" }, engine).link.reference;
      const provider = new k8s.Provider("cluster", {
        kubeconfig: "${kubeconfig}", context: "${context}", enableConfigMapMutable: true, enableSecretMutable: true,
      });
      const inside = { providers: [provider] };
      const place = new k8s.Namespace("place", { metadata: { name: "${this.namespace}", labels } }, { provider });
      const namespace = place.metadata.name;
      new NetworkPolicies("walls", { namespace }, inside);
      ${body}
    `);
  }
}
