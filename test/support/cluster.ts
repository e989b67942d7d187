import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import {
  BatchV1Api,
  CoreV1Api,
  Exec,
  type KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  type V1Status,
} from "@kubernetes/client-node";
import { locate } from "../../cli/context.ts";
import { connectionOf } from "../../local/cluster/api/connection.ts";
import { pushImage } from "../../local/cluster/images/push.ts";
import { type Cluster, type ClusterSite, ensureCluster } from "../../local/cluster/index.ts";
import { ensurePackages } from "../../local/host/packages.ts";

const root = join(import.meta.dirname, "..", "..");

/** The cluster of all cluster tests: that of TRAINYARD_HOME where `./yard test` runs them, else one of its own. */
export function testSite(home = process.env["TRAINYARD_HOME"] ?? join(root, ".trainyard", "test")): ClusterSite {
  return { ...locate(root, { ...process.env, TRAINYARD_HOME: home }), env: process.env };
}

/** Started where it does not run; stopped after the last test file. */
export async function testCluster(site = testSite()): Promise<Bench> {
  return new Bench(await ensureCluster(site, () => undefined));
}

/** What tests do with a cluster. */
export class Bench {
  readonly cluster: Cluster;
  readonly config: KubeConfig;
  readonly core: CoreV1Api;
  readonly batch: BatchV1Api;
  readonly #objects: KubernetesObjectApi;

  constructor(cluster: Cluster) {
    this.cluster = cluster;
    this.config = connectionOf(cluster.kubeconfig, cluster.context);
    this.core = this.config.makeApiClient(CoreV1Api);
    this.batch = this.config.makeApiClient(BatchV1Api);
    this.#objects = KubernetesObjectApi.makeApiClient(this.config);
  }

  /** Writes objects as they are given, by server-side apply. */
  async apply(...objects: readonly { readonly kind: string; readonly [field: string]: unknown }[]): Promise<void> {
    for (const object of objects) {
      await this.#objects.patch(object, undefined, undefined, "test", true, PatchStrategy.ServerSideApply);
    }
  }

  /** An image with a shell and small tools, for pods of tests. */
  async shellImage(): Promise<string> {
    const where = { linux: "run the tests as root", other: "run the tests on Linux" };
    await ensurePackages({ busybox: "busybox-static" }, process.env, () => undefined, where);
    const reference = `${this.cluster.registry}/trainyard/test-shell:1`;
    const tools = ["sh", "cat", "httpd", "nslookup", "sleep", "wget", "id", "ls", "echo", "printf", "hostname", "test"];
    const links = Object.fromEntries(tools.map((tool) => [`bin/${tool}`, "busybox"]));
    const files = [{ path: "bin/busybox", content: await readFile("/bin/busybox"), mode: 0o755 }];
    await pushImage(reference, { files, links, entrypoint: ["/bin/sh", "-c"] });
    return reference;
  }

  /** Runs a script in a pod and answers with what it printed; throws where it fails. */
  async sh(namespace: string, pod: string, script: string): Promise<string> {
    let said = "";
    const sink = () =>
      new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          said += chunk.toString();
          done();
        },
      });
    const status = await new Promise<V1Status>((resolve, reject) => {
      new Exec(this.config)
        .exec(namespace, pod, "main", ["sh", "-c", script], sink(), sink(), null, false, resolve)
        .catch(reject);
    });
    if (status.status !== "Success") throw new Error(`${script}: ${status.message ?? ""}\n${said}`);
    return said;
  }

  /** A namespace of its own with the strictest pod security enforced; what was in it before is gone. */
  async freshNamespace(name: string): Promise<void> {
    await this.removeNamespace(name);
    const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
    await this.apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
  }

  async removeNamespace(name: string): Promise<void> {
    await this.core.deleteNamespace({ name, gracePeriodSeconds: 0 }).catch(unless(404));
    await until(`namespace ${name} is gone`, async () => {
      const { items } = await this.core.listNamespace();
      return !items.some(({ metadata }) => metadata?.name === name);
    });
  }

  /** Names of the ready pods with a label. */
  async readyPods(namespace: string, labelSelector: string): Promise<string[]> {
    const { items } = await this.core.listNamespacedPod({ namespace, labelSelector });
    return items
      .filter(({ metadata }) => metadata?.deletionTimestamp === undefined)
      .filter(({ status }) => status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True"))
      .map(({ metadata }) => metadata?.name ?? "")
      .sort();
  }
}

/** Looks until it is so; an error of a look counts as not yet. Ends with the last one. */
export async function until(what: string, look: () => Promise<boolean>, seconds = 180): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  let last: unknown;
  for (;;) {
    try {
      if (await look()) return;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw new Error(`not within ${seconds} s: ${what}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** Lets an answer of the API with this status pass. */
export function unless(status: number): (error: unknown) => void {
  return (error) => {
    if ((error as { code?: number }).code !== status) throw error;
  };
}

/** A pod's spec that a namespace takes which enforces `restricted`: one container `main` that runs a script. */
export function restrictedPod(image: string, script: string, more: { container?: object; spec?: object } = {}) {
  return {
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      seccompProfile: { type: "RuntimeDefault" },
    },
    containers: [
      {
        name: "main",
        image,
        args: [script],
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
        ...more.container,
      },
    ],
    ...more.spec,
  };
}
