import { cp, symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { locate } from "../../cli/context.ts";
import { ensureEngine } from "../../cli/engine/index.ts";
import { ensureImage } from "../../cli/images/index.ts";
import { ownImage } from "../../cli/images/own-image.ts";
import { binaryFolders } from "../../local/cluster/binaries.ts";
import { type Bench, testCluster, until } from "./cluster.ts";
import { Kubectl } from "./kubectl.ts";
import { PluginBed } from "./plugin-bed.ts";

const root = resolve(import.meta.dirname, "..", "..");
const site = { ...locate(root, process.env), env: process.env };

/** What a tool of services/data-admin answers. */
export type Told = Readonly<Record<string, unknown>>;

/** A file system `lake` in a namespace of a test's own, made by a Pulumi program. */
export class HdfsDrill {
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

  /** With the image there, and nothing in the namespace. */
  static async open(namespace: string): Promise<HdfsDrill> {
    const engine = await ensureEngine(site, () => undefined);
    await ensureImage(engine, ownImage(site, "hdfs"), site, () => undefined);
    const bench = await testCluster();
    await bench.removeNamespace(namespace);
    const { kubernetes } = await binaryFolders(site);
    const kubectl = new Kubectl(join(kubernetes, "kubectl"), bench.cluster.kubeconfig);
    const bed = await PluginBed.open(["@pulumi/docker", "@pulumi/kubernetes", "@pulumi/pulumi", "@pulumi/random"]);
    // The build context is the project.
    for (const folder of ["images", "services"])
      await cp(join(root, folder), join(bed.folder, folder), { recursive: true });
    // Life cycles are found from the project, and the cluster from its configuration.
    await symlink(join(root, "components"), join(bed.folder, "components"));
    await bed.ok(["config", "set", "trainyard:kubernetes", bench.cluster.context]);
    await bed.ok(["config", "set", "trainyard:kubeconfig", bench.cluster.kubeconfig]);
    return new HdfsDrill(bench, bed, kubectl, namespace);
  }

  /** Daemons that lose each other would otherwise try to hand over what they have for minutes. */
  async close(): Promise<void> {
    const all = ["delete", "statefulset,pod", "--all", "--wait=false", "--grace-period=0", "--force"];
    await this.kubectl.run(["--namespace", this.namespace, ...all]);
    await this.bed.close();
    await this.bench.removeNamespace(this.namespace);
  }

  /** A namespace that enforces `restricted`, and what `body` makes in it, of `image`, with the options `inside`. */
  program(body: string): Promise<void> {
    const { kubeconfig, context, registry } = this.bench.cluster;
    return this.bed.program(`
      import { Hdfs } from "${root}/components/hdfs/index.ts";
      import { Image } from "${root}/components/image/index.ts";
      import * as docker from "${root}/components/lib/docker.ts";
      import * as k8s from "${root}/components/lib/kubernetes.ts";
      import { restrictedNamespace as labels } from "${root}/components/lib/security.ts";
      import { NetworkPolicies } from "${root}/components/network-policy/index.ts";
      import { ZooKeeper } from "${root}/components/zookeeper/index.ts";
      const engine = { providers: [new docker.Provider("engine", { host: process.env["DOCKER_HOST"] })] };
      const base = new Image("base", { source: "base" }, engine);
      const image = new Image("hdfs", { source: "hdfs", base: base.link, registry: "${registry}" }, engine).link.reference;
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

  /** What a stack makes of this configuration, by the stacks' own wiring; its namespace is that of the bed's stack. */
  stack(config: object): Promise<void> {
    const { kubeconfig, context, registry: imageRegistry } = this.bench.cluster;
    const whole = { kubernetes: context, kubeconfig, imageRegistry, ...config };
    return this.bed.program(`
      import { buildGround, buildImages } from "${root}/stacks/ground.ts";
      const config = { dockerHost: process.env["DOCKER_HOST"], ...${JSON.stringify(whole)} };
      buildGround(config, buildImages(config));
    `);
  }

  /** Runs `hdfs-admin` in the pod that waits for it. Throws with its error. */
  async admin(command: string, request: object = {}): Promise<Told> {
    const exec = ["exec", "deployment/lake-admin", "--", "hdfs-admin", command, JSON.stringify(request)];
    return JSON.parse(await this.kubectl.run(["--namespace", this.namespace, ...exec])) as Told;
  }

  /** What a daemon's /jmx says of a bean. */
  async bean(pod: string, port: number, name: string): Promise<Told> {
    const proxy = `/api/v1/namespaces/${this.namespace}/pods/${pod}:${port}/proxy/jmx?qry=${name}`;
    const { beans } = JSON.parse(await this.kubectl.run(["get", "--raw", proxy])) as { beans: Told[] };
    return beans[0] ?? {};
  }

  /** What the first NameNode says of all blocks and nodes. */
  nameSystem(): Promise<Told> {
    return this.bean("lake-namenode-0", 9870, "Hadoop:service=NameNode,name=FSNamesystem");
  }

  /** Ends a pod as a lost machine does, or as an eviction does, and waits until another one is ready in its place. */
  async replacePod(pod: string, how: "kill" | "evict" = "kill"): Promise<void> {
    const before = await this.uid(pod);
    const now = how === "kill" ? ["--grace-period=0", "--force"] : [];
    await this.kubectl.run(["--namespace", this.namespace, "delete", "pod", pod, "--wait=false", ...now]);
    await this.untilReady(pod, before);
  }

  /** Ends a pod at once, and does not wait. */
  async kill(pod: string): Promise<void> {
    await this.kubectl.run(["-n", this.namespace, "delete", "pod", pod, "--wait=false", "--grace-period=0", "--force"]);
  }

  /** Ends a pod whose volume is lost with it, and waits for one on a new volume. */
  async loseVolume(pod: string): Promise<void> {
    const before = await this.uid(pod);
    await this.kubectl.run(["-n", this.namespace, "delete", "pvc", `data-${pod}`, "--wait=false"]);
    await this.kill(pod);
    await this.untilReady(pod, before);
  }

  logs(pod: string, container: string): Promise<string> {
    return this.kubectl.run(["-n", this.namespace, "logs", pod, "-c", container]);
  }

  /** Until a pod of this name is ready that is not `before`. */
  async untilReady(pod: string, before = "", seconds = 480): Promise<void> {
    await until(
      `pod ${pod} is ready`,
      async () => {
        const { items } = await this.bench.core.listNamespacedPod({ namespace: this.namespace });
        const found = items.find(({ metadata }) => metadata?.name === pod && metadata.uid !== before);
        return found?.status?.conditions?.some(({ type, status }) => type === "Ready" && status === "True") === true;
      },
      seconds,
    );
  }

  async uid(pod: string): Promise<string> {
    const { metadata } = await this.bench.core.readNamespacedPod({ name: pod, namespace: this.namespace });
    return metadata?.uid ?? "";
  }

  /** Name and start of every pod that runs. */
  async starts(): Promise<Readonly<Record<string, string>>> {
    const { items } = await this.bench.core.listNamespacedPod({ namespace: this.namespace });
    return Object.fromEntries(
      items
        .filter(({ metadata, status }) => metadata?.deletionTimestamp === undefined && status?.phase === "Running")
        .map(({ metadata }) => [metadata?.name ?? "", metadata?.uid ?? ""]),
    );
  }
}
