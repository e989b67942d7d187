import { existsSync } from "node:fs";
import { join } from "node:path";
import { V1Eviction, V1ObjectMeta } from "@kubernetes/client-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openForward } from "../../../components/kubernetes/forward.ts";
import { clusterPaths } from "../../../local/cluster/site.ts";
import { type Bench, restrictedPod, testCluster, testSite, until } from "../../support/cluster.ts";

const namespace = "conformance";
const api = { apps: "apps/v1", batch: "batch/v1", policy: "policy/v1" };
let bench: Bench;
let image: string;

/** Metadata and selector of a thing called `app`. */
const named = (app: string) => ({ metadata: { name: app, namespace, labels: { app } }, labels: { app } });
const pods = (app: string) => bench.readyPods(namespace, `app=${app}`);

function service(app: string, spec: object = {}) {
  const ports = [{ name: "http", port: 80, targetPort: 8080 }];
  return { apiVersion: "v1", kind: "Service", ...named(app), spec: { selector: { app }, ports, ...spec } };
}

function deployment(app: string, script: string, more: { replicas?: number; spec?: object; container?: object } = {}) {
  const { labels, metadata } = named(app);
  const container = { readinessProbe: { httpGet: { path: "/", port: 8080 }, periodSeconds: 1 }, ...more.container };
  const template = { metadata: { labels }, spec: restrictedPod(image, script, { container, spec: more.spec ?? {} }) };
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } };
  const spec = { replicas: more.replicas ?? 2, selector: { matchLabels: labels }, template, strategy };
  return { apiVersion: api.apps, kind: "Deployment", metadata, spec };
}

/** Serves one file that says `text`. */
const serve = (text: string) => `printf '${text}' > /tmp/index.html && exec httpd -f -p 8080 -h /tmp`;
const scratch = {
  spec: { volumes: [{ name: "tmp", emptyDir: {} }] },
  container: { volumeMounts: [{ name: "tmp", mountPath: "/tmp" }] },
};

beforeAll(async () => {
  bench = await testCluster();
  image = await bench.shellImage();
  await bench.freshNamespace(namespace);
  const job = { template: { spec: { ...restrictedPod(image, "echo tick"), restartPolicy: "Never" } } };
  const { metadata } = named("clock"); // first, so that its minute passes during the other tests
  const spec = { schedule: "* * * * *", jobTemplate: { spec: job } };
  await bench.apply({ apiVersion: api.batch, kind: "CronJob", metadata, spec });
});

afterAll(async () => bench.removeNamespace(namespace));

describe("a StatefulSet", () => {
  const script = [
    "test -f /data/index.html || printf '%s %s' $(hostname) $(cat /proc/sys/kernel/random/uuid) > /data/index.html",
    "exec httpd -f -p 8080 -h /data",
  ].join("\n");

  beforeAll(async () => {
    const { metadata, labels } = named("store");
    const container = { volumeMounts: [{ name: "data", mountPath: "/data" }] };
    const claim = { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } };
    const spec = {
      serviceName: "store",
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: restrictedPod(image, script, { container }) },
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: claim }],
    };
    await bench.apply(service("store", { clusterIP: "None" }), {
      apiVersion: api.apps,
      kind: "StatefulSet",
      metadata,
      spec,
    });
    await until("both pods are ready", async () => (await pods("store")).length === 2);
  });

  it("gives each pod a claim that a non-root user with an fsGroup can write", async () => {
    expect(await bench.sh(namespace, "store-0", "id -u; id -G; ls -ld /data")).toMatch(
      /^1000\n1000\ndrwxrwsr-x .* 0 +1000 /,
    );
    expect(await bench.sh(namespace, "store-0", "cat /data/index.html")).toMatch(/^store-0 /);
  });

  it("gives each pod a name of its own that leads to it", async () => {
    const look = `wget -qO- http://store-1.store.${namespace}.svc:8080/`;
    await until("store-1 answers", async () => (await bench.sh(namespace, "store-0", look)).startsWith("store-1 "));
  });

  it("brings a deleted pod back under its name with its data", async () => {
    const before = await bench.sh(namespace, "store-1", "cat /data/index.html");
    const old = await bench.core.readNamespacedPod({ namespace, name: "store-1" });
    await bench.core.deleteNamespacedPod({ namespace, name: "store-1" });
    await until("store-1 is another pod and ready", async () => {
      const now = await bench.core.readNamespacedPod({ namespace, name: "store-1" });
      return now.metadata?.uid !== old.metadata?.uid && (await pods("store")).includes("store-1");
    });
    expect(await bench.sh(namespace, "store-1", "cat /data/index.html")).toBe(before);
  });
});

describe("Services, a Deployment and its pods", () => {
  beforeAll(async () => {
    await bench.apply(service("web"), { ...service("web", { clusterIP: "None" }), ...renamed("web-headless") });
    await bench.apply(deployment("web", serve("one"), scratch));
    await until("two pods are ready", async () => (await pods("web")).length === 2);
  });

  const renamed = (name: string) => ({ metadata: { name, namespace } });
  const first = async () => (await pods("web"))[0] ?? "";

  it("answer on a ClusterIP by the Service's name", async () => {
    // a pod is ready before the proxy and the name server have heard of it
    await until("the Service answers", async () => {
      return (await bench.sh(namespace, await first(), "wget -qO- http://web/")) === "one";
    });
  });

  it("resolve a headless Service to the addresses of its pods", async () => {
    const { items } = await bench.core.listNamespacedPod({ namespace, labelSelector: "app=web" });
    const look = `nslookup web-headless.${namespace}.svc.cluster.local`;
    await until("every address is told", async () => {
      const said = await bench.sh(namespace, await first(), look);
      return items.length === 2 && items.every(({ status }) => said.includes(status?.podIP ?? "no address"));
    });
  });

  it("reach a pod through a port-forward", async () => {
    const { kubeconfig, context } = bench.cluster;
    const forward = await openForward({ kubeconfig, context }, { namespace, service: "web", port: 80 });
    try {
      expect(await (await fetch(forward.url)).text()).toBe("one");
    } finally {
      await forward.close();
    }
  });

  it("refuse an eviction that a PodDisruptionBudget forbids", async () => {
    const { metadata, labels } = named("web");
    const spec = { minAvailable: 2, selector: { matchLabels: labels } };
    await bench.apply({ apiVersion: api.policy, kind: "PodDisruptionBudget", metadata, spec });
    const name = await first();
    const eviction = new V1Eviction();
    eviction.metadata = Object.assign(new V1ObjectMeta(), { name, namespace });
    const evict = () => bench.core.createNamespacedPodEviction({ namespace, name, body: eviction });
    await expect(evict()).rejects.toMatchObject({ code: 429 });
    expect(await pods("web")).toContain(name);
  });

  it("roll to a new version with never fewer pods than wanted", async () => {
    const old = new Set(await pods("web"));
    await bench.apply(deployment("web", serve("two"), scratch));
    let fewest = old.size;
    await until("all ready pods are new", async () => {
      const now = await pods("web");
      fewest = Math.min(fewest, now.length);
      return now.length === 2 && now.every((name) => !old.has(name));
    });
    expect(fewest).toBe(2);
    await until("the Service answers with the new version", async () => {
      return (await bench.sh(namespace, await first(), "wget -qO- http://web/")) === "two";
    });
  });
});

describe("a pod", () => {
  it("sees a ConfigMap's update in its volume", async () => {
    const map = (word: string) => ({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "words", namespace },
      data: { word },
    });
    const container = { volumeMounts: [{ name: "words", mountPath: "/words" }] };
    const volumes = [{ name: "words", configMap: { name: "words" } }];
    const pod = restrictedPod(image, "exec sleep 600", { container, spec: { volumes } });
    await bench.apply(map("old"), { apiVersion: "v1", kind: "Pod", ...named("reader"), spec: pod });
    await until("it runs", async () => (await pods("reader")).length === 1);
    expect(await bench.sh(namespace, "reader", "cat /words/word")).toBe("old");
    await bench.apply(map("new"));
    await until("it sees the new word", async () => {
      return (await bench.sh(namespace, "reader", "cat /words/word")) === "new";
    });
  });

  it("is refused by the namespace unless its security context is restricted", async () => {
    const spec = { containers: [{ name: "main", image, securityContext: { privileged: true } }] };
    const pod = { apiVersion: "v1", kind: "Pod", ...named("loose"), spec };
    await expect(bench.apply(pod)).rejects.toMatchObject({ code: 403 });
  });
});

describe("Jobs", () => {
  it("run to completion and leave their log", async () => {
    const { metadata } = named("once");
    const template = { metadata: { labels: { app: "once" } }, spec: restrictedPod(image, "echo done at last") };
    const spec = { backoffLimit: 0, template: { ...template, spec: { ...template.spec, restartPolicy: "Never" } } };
    await bench.apply({ apiVersion: api.batch, kind: "Job", metadata, spec });
    await until("it is complete", async () => {
      const job = await bench.batch.readNamespacedJob({ namespace, name: "once" });
      return job.status?.succeeded === 1;
    });
    const { items } = await bench.core.listNamespacedPod({ namespace, labelSelector: "app=once" });
    const name = items[0]?.metadata?.name ?? "";
    expect(await bench.core.readNamespacedPodLog({ namespace, name })).toBe("done at last\n");
  });

  it("are made by a CronJob at its minute", async () => {
    await until("a job of the CronJob has succeeded", async () => {
      const { items } = await bench.batch.listNamespacedJob({ namespace });
      return items.some((job) => job.metadata?.ownerReferences?.[0]?.name === "clock" && job.status?.succeeded === 1);
    });
  });
});

describe("a volume", () => {
  it("goes with its claim where the class says Delete, and stays where it says Retain", async () => {
    const kept = "conformance-kept";
    await bench.apply({
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: kept },
      provisioner: "trainyard.dev/local",
      reclaimPolicy: "Retain",
      volumeBindingMode: "Immediate",
    });
    const resources = { requests: { storage: "1Gi" } };
    const claims = [kept, "trainyard-local"].map((storageClassName) => ({
      apiVersion: "v1",
      kind: "PersistentVolumeClaim",
      metadata: { name: storageClassName, namespace },
      spec: { accessModes: ["ReadWriteOnce"], storageClassName, resources },
    }));
    const volumes = claims.map(({ metadata }) => ({
      name: metadata.name,
      persistentVolumeClaim: { claimName: metadata.name },
    }));
    const container = { volumeMounts: volumes.map(({ name }) => ({ name, mountPath: `/${name}` })) };
    const writer = restrictedPod(image, "exec sleep 600", { container, spec: { volumes } });
    await bench.apply(...claims, { apiVersion: "v1", kind: "Pod", ...named("writer"), spec: writer });
    await until("it runs", async () => (await pods("writer")).length === 1);
    const folderOf = async (name: string) => {
      const claim = await bench.core.readNamespacedPersistentVolumeClaim({ namespace, name });
      return join(clusterPaths(testSite()).folder, "volumes", claim.spec?.volumeName ?? "none");
    };
    const [keptFolder, goingFolder] = [await folderOf(kept), await folderOf("trainyard-local")];
    expect([existsSync(keptFolder), existsSync(goingFolder)]).toEqual([true, true]);
    await bench.core.deleteNamespacedPod({ namespace, name: "writer", gracePeriodSeconds: 0 });
    for (const { metadata } of claims) {
      await bench.core.deleteNamespacedPersistentVolumeClaim({ namespace, name: metadata.name });
    }
    await until("the folder of the one is gone", async () => !existsSync(goingFolder));
    await until("the other is released", async () => {
      const { items } = await bench.core.listPersistentVolume();
      return items.some(({ spec, status }) => spec?.storageClassName === kept && status?.phase === "Released");
    });
    expect(existsSync(keptFolder)).toBe(true);
  });
});
