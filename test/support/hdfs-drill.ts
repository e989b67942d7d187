import { symlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Bench, until } from "./cluster.ts";
import { GroundBed, haveImages } from "./ground-bed.ts";
import type { Kubectl } from "./kubectl.ts";
import type { PluginBed } from "./plugin-bed.ts";

const root = resolve(import.meta.dirname, "..", "..");

/** What a tool of services/data-admin answers. */
export type Told = Readonly<Record<string, unknown>>;

/** A file system `lake` in a namespace of a test's own, made by a Pulumi program. */
export class HdfsDrill {
  readonly bench: Bench;
  readonly bed: PluginBed;
  readonly kubectl: Kubectl;
  readonly namespace: string;
  readonly #ground: GroundBed;

  private constructor(ground: GroundBed) {
    this.bench = ground.bench;
    this.bed = ground.bed;
    this.kubectl = ground.kubectl;
    this.namespace = ground.namespace;
    this.#ground = ground;
  }

  /** With the image there, and nothing in the namespace. */
  static async open(namespace: string): Promise<HdfsDrill> {
    await haveImages("hdfs");
    const ground = await GroundBed.open(namespace);
    const { bed, bench } = ground;
    // Life cycles are found from the project, and the cluster from its configuration.
    await symlink(join(root, "components"), join(bed.folder, "components"));
    await bed.ok(["config", "set", "trainyard:kubernetes", bench.cluster.context]);
    await bed.ok(["config", "set", "trainyard:kubeconfig", bench.cluster.kubeconfig]);
    return new HdfsDrill(ground);
  }

  /** Daemons that lose each other would otherwise try to hand over what they have for minutes. */
  async close(): Promise<void> {
    const all = ["delete", "statefulset,pod", "--all", "--wait=false", "--grace-period=0", "--force"];
    await this.kubectl.run(["--namespace", this.namespace, ...all]);
    await this.#ground.close();
  }

  /** A place with what `body` makes in it, of the image `image`; see GroundBed for what else it has. */
  program(body: string): Promise<void> {
    return this.#ground.program(`
      import { Hdfs } from "${root}/components/hdfs/index.ts";
      import { ZooKeeper } from "${root}/components/zookeeper/index.ts";
      const image = imageOf("hdfs");
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

  /** What a NameNode says of all blocks and nodes. */
  nameSystem(pod = "lake-namenode-0"): Promise<Told> {
    return this.bean(pod, 9870, "Hadoop:service=NameNode,name=FSNamesystem");
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
