import { createHash, randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Forward, openForward } from "../../../components/kubernetes/forward.ts";
import { type Bench, restrictedPod, testCluster, until } from "../../support/cluster.ts";

const namespace = "forwarded";
const wanted = { namespace, service: "echo", port: 80 };
let bench: Bench;
let forward: Forward | undefined;

/** Serves its own name, many bytes, and a count of what is sent to it. */
const script = [
  "mkdir /tmp/cgi-bin && hostname > /tmp/index.html",
  `printf '#!/bin/sh\\nprintf "Content-Type: text/plain\\\\r\\\\n\\\\r\\\\n"; busybox sha256sum\\n' > /tmp/cgi-bin/sum`,
  "busybox chmod +x /tmp/cgi-bin/sum",
  "busybox dd if=/dev/urandom of=/tmp/large bs=1M count=48 2>/dev/null",
  "exec httpd -f -p 8080 -h /tmp",
].join("\n");

beforeAll(async () => {
  bench = await testCluster();
  const image = await bench.shellImage();
  await bench.freshNamespace(namespace);
  const labels = { app: "echo" };
  const metadata = { name: "echo", namespace, labels };
  const container = {
    ports: [{ name: "web", containerPort: 8080 }],
    readinessProbe: { httpGet: { path: "/large", port: 8080 }, periodSeconds: 1, timeoutSeconds: 5 },
    volumeMounts: [{ name: "tmp", mountPath: "/tmp" }],
  };
  const spec = restrictedPod(image, script, { container, spec: { volumes: [{ name: "tmp", emptyDir: {} }] } });
  const template = { metadata: { labels }, spec };
  await bench.apply(
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: labels, ports: [{ port: 80, targetPort: "web" }] },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: { replicas: 2, selector: { matchLabels: labels }, template },
    },
  );
  await until("both pods are ready", async () => (await bench.readyPods(namespace, "app=echo")).length === 2);
});
afterEach(async () => forward?.close());
afterAll(() => bench.removeNamespace(namespace));

const access = () => ({ kubeconfig: bench.cluster.kubeconfig, context: bench.cluster.context });
const get = async (path = "/") => {
  const response = await fetch(`${forward?.url ?? ""}${path}`, { headers: { connection: "close" } });
  expect(response.status).toBe(200);
  return response;
};
const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

it("goes on when the pod that served it goes", async () => {
  forward = await openForward(access(), wanted);
  const first = (await (await get()).text()).trim();
  expect((await (await get()).text()).trim()).toBe(first);
  await bench.core.deleteNamespacedPod({ namespace, name: first, gracePeriodSeconds: 0 });
  let next = "";
  await until("another pod answers", async () => (next = (await (await get()).text()).trim()) !== first);
  expect(next).toMatch(/^echo-/);
});

it("carries bodies that are larger than what may wait, both ways, byte by byte", async () => {
  forward = await openForward(access(), wanted);
  const body = randomBytes(24 * 1024 * 1024);
  const sent = await fetch(`${forward.url}/cgi-bin/sum`, { method: "POST", body });
  expect((await sent.text()).trim()).toBe(`${hash(body)}  -`);
  const pod = (await (await get()).text()).trim();
  const large = new Uint8Array(await (await get("/large")).arrayBuffer());
  expect(large.length).toBe(48 * 1024 * 1024);
  expect(await bench.sh(namespace, pod, "busybox sha256sum < /tmp/large")).toBe(`${hash(large)}  -\n`);
});

it("refuses what is not there, and says what", async () => {
  const of = (change: object) => openForward(access(), { ...wanted, ...change });
  await expect(of({ service: "other" })).rejects.toThrow("kube://forwarded/other:80: the cluster has no such Service");
  await expect(of({ port: 81 })).rejects.toThrow("the Service has no port 81; it has 80");
  await expect(openForward({ ...access(), context: "other" }, wanted)).rejects.toThrow('no context "other"');
  forward = await openForward(access(), wanted);
  const localPort = forward.port;
  await expect(openForward(access(), wanted, { localPort })).rejects.toThrow(
    `port ${localPort} of this machine is in use`,
  );
});
