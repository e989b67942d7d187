import { describe, expect, it } from "vitest";
import type { PropertyMap } from "../../../../local/plugins/core/values.ts";
import {
  claimReadiness,
  definitionReadiness,
  serviceReadiness,
} from "../../../../local/plugins/kubernetes/ready/others.ts";
import {
  daemonSetReadiness,
  deploymentReadiness,
  jobReadiness,
  podReadiness,
  statefulSetReadiness,
} from "../../../../local/plugins/kubernetes/ready/workloads.ts";
import type { Judge } from "../../../../local/plugins/kubernetes/ready/readiness.ts";

/** `ready`, or the state with its words. */
function told(judge: Judge, object: PropertyMap, related: readonly PropertyMap[] = []): string {
  const found = judge(object, related);
  return found.state === "ready" ? "ready" : `${found.state}: ${found.state === "failed" ? found.why : found.what}`;
}
const seen = { generation: 3 };
const conditions = (type: string, status: string, rest: PropertyMap = {}) => [{ type, status, ...rest }];

describe("a Deployment", () => {
  const at = (status: PropertyMap, spec: PropertyMap = { replicas: 2 }) => ({ metadata: seen, spec, status });
  it.each([
    [{ observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 }, /^waiting: the controller/],
    [{ observedGeneration: 3, replicas: 3, updatedReplicas: 1, availableReplicas: 2 }, /^waiting: 1 of 2 .* new form/],
    [{ observedGeneration: 3, replicas: 3, updatedReplicas: 2, availableReplicas: 3 }, /^waiting: 1 old replica/],
    [{ observedGeneration: 3, replicas: 2, updatedReplicas: 2, availableReplicas: 1 }, /^waiting: 1 of 2 .* available/],
    [{ observedGeneration: 3, replicas: 2, updatedReplicas: 2, availableReplicas: 2 }, /^ready$/],
  ])("with %j is %s", (status, words) => {
    expect(told(deploymentReadiness, at(status))).toMatch(words);
  });
  it("fails when its progress deadline is exceeded, with the cluster's words", () => {
    const reason = { reason: "ProgressDeadlineExceeded", message: 'ReplicaSet "web-1" has timed out progressing.' };
    const status = { observedGeneration: 3, conditions: conditions("Progressing", "False", reason) };
    expect(told(deploymentReadiness, at(status))).toMatch(/^failed: .*timed out progressing/);
  });
  it("of no replicas is ready at once", () => {
    expect(told(deploymentReadiness, at({ observedGeneration: 3 }, { replicas: 0 }))).toBe("ready");
  });
});

describe("a StatefulSet", () => {
  const at = (status: PropertyMap, strategy: PropertyMap = {}) => ({
    metadata: seen,
    spec: { replicas: 3, updateStrategy: strategy },
    status: { observedGeneration: 3, ...status },
  });
  const rolling = { currentRevision: "a", updateRevision: "b" };
  it("waits for the newest revision, and for readiness", () => {
    const half = at({ ...rolling, readyReplicas: 3, updatedReplicas: 1 });
    expect(told(statefulSetReadiness, half)).toMatch(/^waiting: 1 of 3 .* new form/);
    const unready = at({ currentRevision: "b", updateRevision: "b", readyReplicas: 2, updatedReplicas: 3 });
    expect(told(statefulSetReadiness, unready)).toMatch(/^waiting: 2 of 3 .* ready/);
    const done = at({ currentRevision: "b", updateRevision: "b", readyReplicas: 3, updatedReplicas: 3 });
    expect(told(statefulSetReadiness, done)).toBe("ready");
  });
  it("does not wait for replicas that a partition or OnDelete keeps back", () => {
    const kept = at({ ...rolling, readyReplicas: 3, updatedReplicas: 1 }, { rollingUpdate: { partition: 2 } });
    expect(told(statefulSetReadiness, kept)).toBe("ready");
    const byHand = at({ ...rolling, readyReplicas: 3, updatedReplicas: 0 }, { type: "OnDelete" });
    expect(told(statefulSetReadiness, byHand)).toBe("ready");
  });
});

it("waits for a DaemonSet on every node that shall have it", () => {
  const at = (numberAvailable: number, updatedNumberScheduled: number) => ({
    metadata: seen,
    status: { observedGeneration: 3, desiredNumberScheduled: 2, numberAvailable, updatedNumberScheduled },
  });
  expect(told(daemonSetReadiness, at(2, 1))).toMatch(/^waiting: 1 of 2 nodes have the new form/);
  expect(told(daemonSetReadiness, at(1, 2))).toMatch(/^waiting: 1 of 2 nodes have an available pod/);
  expect(told(daemonSetReadiness, at(2, 2))).toBe("ready");
});

it("waits for a Job's end, and fails with it", () => {
  expect(told(jobReadiness, { spec: { completions: 2 }, status: { active: 1, succeeded: 1, failed: 2 } })).toBe(
    "waiting: 1 of 2 completions, 1 pod(s) at work, 2 failed",
  );
  expect(told(jobReadiness, { status: { conditions: conditions("Complete", "True") } })).toBe("ready");
  const why = { reason: "BackoffLimitExceeded", message: "Job has reached the specified backoff limit" };
  expect(told(jobReadiness, { status: { conditions: conditions("Failed", "True", why) } })).toBe(
    "failed: the job has failed: BackoffLimitExceeded: Job has reached the specified backoff limit",
  );
  expect(told(jobReadiness, { spec: { suspend: true }, status: {} })).toBe("ready");
});

it("waits for a Pod to be ready or to end well", () => {
  expect(told(podReadiness, { status: { phase: "Running", conditions: conditions("Ready", "False") } })).toMatch(
    /^waiting/,
  );
  expect(told(podReadiness, { status: { phase: "Running", conditions: conditions("Ready", "True") } })).toBe("ready");
  expect(told(podReadiness, { status: { phase: "Succeeded" } })).toBe("ready");
  const evicted = { phase: "Failed", reason: "Evicted", message: "The node was low on resource: memory." };
  expect(told(podReadiness, { status: evicted })).toMatch(/^failed: .*Evicted.*low on resource/);
});

it("waits for a claim to be bound, unless its class waits for the first consumer", () => {
  const pending = { status: { phase: "Pending" } };
  expect(told(claimReadiness, pending, [{ volumeBindingMode: "Immediate" }])).toBe("waiting: the claim is pending");
  expect(told(claimReadiness, pending, [{ volumeBindingMode: "WaitForFirstConsumer" }])).toBe("ready");
  expect(told(claimReadiness, { status: { phase: "Bound" } })).toBe("ready");
  expect(told(claimReadiness, { status: { phase: "Lost" } })).toMatch(/^failed/);
});

describe("a Service", () => {
  const service = { spec: { clusterIP: "10.0.0.1", selector: { app: "web" } } };
  const slice = (...ready: readonly boolean[]) => ({ endpoints: ready.map((one) => ({ conditions: { ready: one } })) });
  it.each([
    [[], "waiting: its endpoints to be looked up"],
    [[slice(true, false)], "waiting: 1 of 2 pods behind it are not ready"],
    [[slice(true, true)], "ready"],
    [[slice()], "ready"],
  ])("with endpoints %j is %s", (slices, words) => {
    expect(told(serviceReadiness, service, slices)).toBe(words);
  });
  it("without pods of its own is ready at once", () => {
    expect(told(serviceReadiness, { spec: { clusterIP: "None", selector: { app: "web" } } })).toBe("ready");
    expect(told(serviceReadiness, { spec: { type: "ExternalName" } })).toBe("ready");
    expect(told(serviceReadiness, { spec: { clusterIP: "10.0.0.1" } })).toBe("ready");
  });
  it("of a load balancer waits for its address", () => {
    const balanced = { spec: { ...service.spec, type: "LoadBalancer" } };
    expect(told(serviceReadiness, balanced, [slice(true)])).toMatch(/^waiting: an address/);
  });
});

it("waits until the API serves a new type", () => {
  expect(told(definitionReadiness, { status: {} })).toMatch(/^waiting/);
  expect(told(definitionReadiness, { status: { conditions: conditions("Established", "True") } })).toBe("ready");
});
