import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { restrictedPod } from "../../../support/cluster.ts";
import { type PluginProcess, Refused } from "../../../support/plugin-process.ts";
import { TestNamespace } from "../../../support/test-namespace.ts";

let space: TestNamespace;
let image: string;
let deployments: PluginProcess;
let jobs: PluginProcess;
beforeAll(async () => {
  space = await TestNamespace.make("ready", { "pod-security.kubernetes.io/enforce": "restricted" });
  image = await space.bench.shellImage();
  deployments = await space.plugin("kubernetes:apps/v1:Deployment");
  jobs = await space.plugin("kubernetes:batch/v1:Job");
});
afterAll(() => space.remove());

type Pod = Parameters<typeof restrictedPod>[2];
const steady = "sleep 3600";
/** Without a probe a container counts as ready for the moment until it ends. */
const neverReady: Pod = {
  container: { readinessProbe: { exec: { command: ["test", "-f", "/ready"] }, periodSeconds: 1 } },
};

function workload(kind: string, name: string, script: string, rest: object = {}, pod: Pod = {}) {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: restrictedPod(image, script, pod) };
  const metadata = { name, namespace: space.name };
  return { apiVersion: "apps/v1", kind, metadata, spec: { selector: { matchLabels: labels }, template, ...rest } };
}

const job = (name: string, script: string) => ({
  apiVersion: "batch/v1",
  kind: "Job",
  metadata: { name, namespace: space.name },
  spec: { backoffLimit: 0, template: { spec: { ...restrictedPod(image, script), restartPolicy: "Never" } } },
});

/** What a call that has to fail says and keeps. */
async function refusal(call: Promise<unknown>): Promise<Refused> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Refused)) throw new Error("the call did not fail", { cause: error });
  return error;
}

describe("a Deployment", () => {
  it("is made when all its replicas are available, with progress on the way", async () => {
    const probe = { readinessProbe: { exec: { command: ["test", "-f", "/tmp/ready"] }, periodSeconds: 1 } };
    const spec = { volumes: [{ name: "tmp", emptyDir: {} }] };
    const container = { ...probe, volumeMounts: [{ name: "tmp", mountPath: "/tmp" }] };
    const slow = workload(
      "Deployment",
      "slow",
      `sleep 2; echo > /tmp/ready; ${steady}`,
      { replicas: 2 },
      { container, spec },
    );
    const { outputs } = await deployments.create("slow", slow);
    expect(outputs["status"]).toMatchObject({ availableReplicas: 2, updatedReplicas: 2 });
    const shown = deployments.lines.filter((line) => line.ephemeral).map((line) => line.message);
    expect(shown.some((line) => /0 of 2 replicas are (available|of the new form)/.test(line))).toBe(true);
    await deployments.delete("slow", `${space.name}/slow`, outputs);
  });

  it("that does not come up in its time fails with the end and the last words of its container, and can be mended", async () => {
    const broken = workload("Deployment", "broken", "echo cannot find its settings; exit 3", {}, neverReady);
    const failure = await refusal(deployments.create("broken", broken, { timeoutSeconds: 8 }));
    expect(failure.message).toMatch(/Deployment .*broken is there, but not ready: it took longer than 8 seconds/);
    expect(failure.message).toMatch(/container main ended with code 3/);
    expect(failure.message).toContain("cannot find its settings");
    expect(failure.kept?.id).toBe(`${space.name}/broken`);
    const mended = workload("Deployment", "broken", steady);
    const outputs = await deployments.update("broken", failure.kept?.id ?? "", failure.kept?.properties ?? {}, mended);
    expect(outputs["status"]).toMatchObject({ availableReplicas: 1 });
    await deployments.delete("broken", `${space.name}/broken`, outputs);
  });

  it("whose image cannot be had says so", async () => {
    const pod = restrictedPod(`${space.bench.cluster.registry}/trainyard/nothing:1`, steady);
    const lost = workload("Deployment", "lost", steady);
    lost.spec.template.spec = pod;
    const failure = await refusal(deployments.create("lost", lost, { timeoutSeconds: 6 }));
    expect(failure.message).toMatch(/container main waits: (ErrImagePull|ImagePullBackOff)/);
    await deployments.delete("lost", `${space.name}/lost`, failure.kept?.properties ?? {});
  });

  it("whose pods the namespace does not take says why, and the preview warns of it", async () => {
    const rooted = workload("Deployment", "rooted", steady);
    rooted.spec.template.spec.securityContext.runAsNonRoot = false;
    await deployments.create("rooted", rooted, { preview: true });
    expect(deployments.said("warning").join("\n")).toMatch(/would violate PodSecurity "restricted/);
    const failure = await refusal(deployments.create("rooted", rooted, { timeoutSeconds: 5 }));
    expect(failure.message).toMatch(/violates PodSecurity/);
    await deployments.delete("rooted", `${space.name}/rooted`, failure.kept?.properties ?? {});
  });

  it("is waited for no longer than its annotation says, and not at all where it says so", async () => {
    const never = workload("Deployment", "never", steady, {}, neverReady);
    const annotated = (annotations: object) => ({ ...never, metadata: { ...never.metadata, annotations } });
    const failure = await refusal(deployments.create("never", annotated({ "pulumi.com/timeoutSeconds": "2" })));
    expect(failure.message).toContain("it took longer than 2 seconds");
    const kept = failure.kept?.properties ?? {};
    const skipped = annotated({ "pulumi.com/skipAwait": "true" });
    const outputs = await deployments.update("never", `${space.name}/never`, kept, skipped);
    expect(outputs["kind"]).toBe("Deployment");
    await deployments.delete("never", `${space.name}/never`, outputs);
  });

  it("stays in the state when the user cancels the wait", async () => {
    const plugin = await space.plugin("kubernetes:apps/v1:Deployment");
    const making = refusal(plugin.create("cut", workload("Deployment", "cut", steady, {}, neverReady)));
    await expect.poll(() => plugin.lines.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await plugin.cancel();
    const failure = await making;
    expect(failure.message).toContain("the update was cancelled");
    expect(failure.kept?.id).toBe(`${space.name}/cut`);
    await deployments.delete("cut", `${space.name}/cut`, failure.kept?.properties ?? {});
  });
});

describe("a Job", () => {
  it("is made when it has run to its end", async () => {
    const { id, outputs } = await jobs.create("count", job("count", "echo one two"));
    expect(outputs["status"]).toMatchObject({ succeeded: 1 });
    await jobs.delete("count", id, outputs);
  });

  it("that fails is refused at once, with its last words", async () => {
    const failure = await refusal(jobs.create("fails", job("fails", "echo the table is missing; exit 7")));
    expect(failure.message).toMatch(/the job has failed: BackoffLimitExceeded/);
    expect(failure.message).toMatch(/ended with code 7[^]*the table is missing/);
    await jobs.delete("fails", `${space.name}/fails`, failure.kept?.properties ?? {});
  });
});

it("makes a StatefulSet with its claims, a Service that has it ready behind it, and a DaemonSet", async () => {
  const sets = await space.plugin("kubernetes:apps/v1:StatefulSet");
  const services = await space.plugin("kubernetes:core/v1:Service");
  const daemons = await space.plugin("kubernetes:apps/v1:DaemonSet");
  const claim = {
    metadata: { name: "data" },
    spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Mi" } } },
  };
  const container = { volumeMounts: [{ name: "data", mountPath: "/data" }] };
  const rest = { serviceName: "store", replicas: 1, volumeClaimTemplates: [claim] };
  const set = workload("StatefulSet", "store", `echo kept > /data/file && ${steady}`, rest, { container });
  const made = await sets.create("store", set);
  expect(made.outputs["status"]).toMatchObject({ readyReplicas: 1 });
  const service = await services.create("store", {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "store", namespace: space.name },
    spec: { selector: { app: "store" }, ports: [{ port: 80 }] },
  });
  const daemon = await daemons.create("each", workload("DaemonSet", "each", steady));
  expect(daemon.outputs["status"]).toMatchObject({ numberAvailable: 1 });
  expect((await sets.read("store", made.id, set, made.outputs)).inputs).toEqual(set);
  await daemons.delete("each", daemon.id, daemon.outputs);
  await services.delete("store", service.id, service.outputs);
  await sets.delete("store", made.id, made.outputs);
});
