import { expect, it } from "vitest";
import { containerTroubles } from "../../../../local/plugins/kubernetes/troubles.ts";
import { whatHolds } from "../../../../local/plugins/kubernetes/wait.ts";

const pod = (...containerStatuses: object[]) =>
  ({ kind: "Pod", status: { containerStatuses } }) as Parameters<typeof containerTroubles>[0];

it("tells how a container ended, before what it waits for", () => {
  const status = {
    name: "main",
    restartCount: 2,
    state: { waiting: { reason: "CrashLoopBackOff", message: "back-off 20s restarting failed container" } },
    lastState: { terminated: { exitCode: 137, reason: "OOMKilled" } },
  };
  expect(containerTroubles(pod(status))).toEqual([
    { container: "main", line: "container main ended with code 137 (OOMKilled), started 3 times", ended: "before" },
  ]);
});

it("tells what a container waits for, unless it only starts", () => {
  const lost = { name: "a", state: { waiting: { reason: "ImagePullBackOff", message: "Back-off pulling image" } } };
  const starting = { name: "b", state: { waiting: { reason: "ContainerCreating" } } };
  expect(containerTroubles(pod(lost, starting)).map((one) => one.line)).toEqual([
    "container a waits: ImagePullBackOff: Back-off pulling image",
  ]);
});

it("finds nothing wrong with a container that runs, or has done its work", () => {
  const runs = { name: "a", state: { running: {} } };
  const done = { name: "b", state: { terminated: { exitCode: 0, reason: "Completed" } } };
  expect(containerTroubles(pod(runs, done))).toEqual([]);
});

it("tells what keeps an object that is being deleted", () => {
  expect(whatHolds({ metadata: { finalizers: ["kubernetes.io/pvc-protection"] } })).toBe(
    "its finalizers have not been done: kubernetes.io/pvc-protection",
  );
  const conditions = [
    { type: "NamespaceContentRemaining", status: "True", message: "Some resources are remaining: pods. has 1" },
    { type: "NamespaceDeletionDiscoveryFailure", status: "False", message: "All resources successfully discovered" },
  ];
  expect(whatHolds({ kind: "Namespace", status: { conditions } })).toBe("Some resources are remaining: pods. has 1");
});
